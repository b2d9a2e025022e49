import { UsageError } from "../errors.js";
import { collect } from "../report/collect.js";
import { looksLikeReport, readReport } from "../report/read.js";
import { openInput } from "./input.js";
import type { ReportArguments } from "./options.js";
import { type RecordSource, runReport } from "./run-report.js";

/** Reports saved compiler output or a report file. */
export async function runParse(args: ReportArguments & { readonly file?: string | undefined }): Promise<void> {
  const file = args.file ?? "-";
  if (file === "-" && process.stdin.isTTY === true) {
    throw new UsageError(
      "parse reads a file or standard input. Try: go build -gcflags='-m -m' ./... 2>&1 | escape-report parse",
    );
  }
  await runReport(await openSource(file, args.C ?? "."), args);
}

/** Opens saved compiler output or a report file, whichever it is. */
export async function openSource(file: string, directory: string): Promise<RecordSource> {
  const input = await openInput(file, directory);
  const next = () => [
    `escape-report parse ${file} --group-by function`,
    `escape-report parse ${file} --cause returned`,
    `escape-report blame --from ${file}`,
  ];
  const sources = async () => (await import("./saved-sources.js")).savedSources(directory);
  if (looksLikeReport(input.beginning)) {
    const { header, records } = await readReport(input.bytes, input.name);
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
      sources,
      next,
    };
  }
  return {
    read: (kinds, sink) => collect(input.bytes, { kinds, mapFile: savedPath, readTo: input.readTo }, sink),
    facts: () => ({ toolchain: null, build: null }),
    sources,
    next,
  };
}

/** Saved output holds paths of the machine that made it; those below a module cache or GOROOT are the same everywhere. */
export function savedPath(file: string): string {
  const path = file.replaceAll("\\", "/");
  const cached = /\/pkg\/mod\/(.+@.+)$/.exec(path)?.[1];
  if (cached !== undefined) return cached.replace(/!(\p{Ll})/gu, (_, c: string) => c.toUpperCase());
  return path.startsWith("./") ? path.slice(2) : path;
}
