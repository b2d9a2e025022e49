import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../errors.js";
import type { Point } from "../../leaks/point.js";
import type { SiteTable } from "../../leaks/site.js";
import type { ProcessFile } from "../../records/process.js";
import { PROCESS_SCHEMA } from "../../records/schema-names.js";
import { type NamedPart, pointOf } from "./assemble.js";
import { countDescriptors, type Descriptors, type LocalProcess, residentBytes } from "./local-process.js";
import { type PprofServer, saveProfile } from "./pprof-server.js";
import { readPart } from "./read-part.js";

/** With more goroutines than this their text stops the program for too long; with few it can be taken each time. */
const MAX_TEXT_GOROUTINES = 50_000;
const FEW_TEXT_GOROUTINES = 1000;

/** How to take a point. */
export interface TakeOptions {
  readonly server: PprofServer;
  /** null where it is not on this machine. */
  readonly process: LocalProcess | null;
  /** A directory for the point, which is made. */
  readonly directory: string;
  /** Also how long each goroutine has waited, and who made it; with few goroutines that is taken anyway. */
  readonly details: boolean;
  readonly sites: SiteTable;
  readonly signal: AbortSignal;
}

/**
 * Takes a point of a running program and keeps its files. The order matters: descriptors come before any collection,
 * which closes lost files; then what can never be woken, for its detection marks the goroutines; numbers and profile of
 * the heap are of one collection.
 */
export async function takePoint({ server, process, directory, details, sites, signal }: TakeOptions): Promise<Point> {
  await mkdir(directory, { recursive: true });
  const parts: NamedPart[] = [];
  const save = async (query: string, name: string, needed: boolean): Promise<NamedPart["part"] | null> => {
    const file = join(directory, name);
    await rm(file, { force: true });
    if (!(await saveProfile(server, query, file, signal))) {
      if (!needed) return null;
      throw new InputError(
        `${new URL(query, server.base).href} is not there (404). Name the address that ends in /debug/pprof, where the program serves its profiles`,
      );
    }
    const { href } = new URL(query, server.base);
    const part = await readPart(file, ".", sites).catch((error: Error) => {
      // Whoever reads it knows the address and not the file, which may be gone by then.
      throw error instanceof InputError ? new InputError(error.message.replaceAll(file, href)) : error;
    });
    if (part.kind === "foreign") throw new InputError(part.problem.replaceAll(file, href));
    parts.push({ name, part });
    return part;
  };
  const before = process === null ? null : await countDescriptors(process);
  await save("goroutineleak", "goroutineleak.pb.gz", false);
  await save("heap?gc=1&debug=1", "heap.txt", true);
  await save("heap", "heap.pb.gz", true);
  const goroutines = await save("goroutine", "goroutine.pb.gz", true);
  if (process !== null) {
    const facts = await processFile(process, before);
    const file = join(directory, "process.json");
    await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`);
    parts.push({ name: file, part: await readPart(file, ".", sites) });
  }
  const total = goroutines?.kind === "goroutines" ? goroutines.goroutines.total : 0;
  if (total <= (details ? MAX_TEXT_GOROUTINES : FEW_TEXT_GOROUTINES))
    await save("goroutine?debug=2", "goroutines.txt", false);
  return pointOf(directory, parts);
}

async function processFile(process: LocalProcess, before: Descriptors | null): Promise<ProcessFile> {
  const after = await countDescriptors(process);
  return {
    schema: PROCESS_SCHEMA,
    time: new Date().toISOString(),
    rss: await residentBytes(process),
    descriptors: before === null || after === null ? null : { before: before.counts, after: after.counts },
    mostOpen: after?.mostOpen ?? null,
  };
}
