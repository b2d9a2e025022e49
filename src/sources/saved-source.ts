import type { SourceFunctions } from "../report/files-ahead.js";
import { looksLikeReport, readReport } from "../report/read-report.js";
import { openInput } from "./input.js";
import { MemoryGuard } from "./memory-guard.js";
import type { RecordSource } from "./record-source.js";
import { collectSaved } from "./saved-output.js";
import { savedPath } from "./saved-path.js";
import { SourceFiles } from "./source-files.js";

/** How to open saved output. */
export interface SavedOptions {
  /** How much gzip may expand to. */
  readonly maxBytes?: number | undefined;
  /** Whether functions that the compiler does not name are looked up in the source. Default: no. */
  readonly functionsFromSource?: boolean;
}

/** Opens saved compiler output or a report file, whichever it is. `file`: `-` is standard input. */
export async function openSaved(
  file: string,
  directory: string,
  { maxBytes, functionsFromSource = false }: SavedOptions = {},
): Promise<RecordSource> {
  const input = await openInput(file, directory, maxBytes);
  const bytes = new MemoryGuard(input.name).over(input.bytes);
  let opened: Promise<SourceFiles> | null = null;
  const sources = () => {
    opened ??= sourcesBelow(directory);
    return opened;
  };
  if (looksLikeReport(input.beginning)) {
    const { header, records } = await readReport(bytes, input.name);
    return {
      read: async (kinds, sink) => {
        let last: string | null = null;
        for await (const record of records) {
          if (record.package !== last) sink.endPackage?.(last);
          last = record.package;
          if (kinds.has(record.kind)) sink.record(record);
        }
        sink.endPackage?.(last);
        await sink.drain?.();
        return { lines: header.lines, packages: header.packages };
      },
      facts: () => ({ toolchain: header.toolchain, build: header.build }),
      packages: header.packages,
      sources,
    };
  }
  return {
    read: async (kinds, sink) => {
      const functions = functionsFromSource ? await functionsIn(await sources()) : undefined;
      return collectSaved(bytes, { kinds, mapFile: savedPath, functions, readTo: input.readTo }, sink);
    },
    facts: () => ({ toolchain: null, build: null }),
    sources,
  };
}

async function sourcesBelow(directory: string): Promise<SourceFiles> {
  const { savedFiles } = await import("./source-rules.js");
  return new SourceFiles(await savedFiles(directory));
}

async function functionsIn(sources: SourceFiles): Promise<SourceFunctions> {
  const { sourceFunctions } = await import("./source-functions.js");
  return sourceFunctions(sources);
}
