import type { GoFile, GoReader } from "../../parsers/gosource/index.js";
import type { SideFiles } from "./side-files.js";

type SideName = "before" | "after";

/** What a comparison asks of the source of both sides: as SourceView of src/diff has it. */
interface BothSources {
  functionText(side: SideName, file: string, name: string): string | null;
  parameters(side: SideName, file: string, name: string): readonly string[] | null;
  imports(side: SideName, file: string): readonly string[] | null;
  requirements(side: SideName): ReadonlyMap<string, string> | null;
}

/** How often something is computed again because it has asked for further files. */
const MAX_ROUNDS = 12;
/** Files read at the same time. */
const AT_ONCE = 8;

/**
 * Computes what needs the source of both sides: again and again, with what it has asked for read in between, until it asks
 * for no more. `compute` changes nothing, so that only its last result counts.
 */
export async function withBothSources<T>(
  sides: Readonly<Record<SideName, SideFiles>>,
  compute: (source: BothSources) => T,
): Promise<T> {
  const known = new Map<string, string | null>();
  let reader: GoReader | null = null;
  for (let round = 1; ; round++) {
    const missing = new Map<string, readonly [SideName, string]>();
    const text = (side: SideName, file: string) => {
      const key = `${side} ${file}`;
      const found = known.get(key);
      if (found === undefined) missing.set(key, [side, file]);
      return found ?? null;
    };
    const result = compute(new ReadSources(text, reader));
    if (missing.size === 0 || round === MAX_ROUNDS) return result;
    const { loadGoReader } = await import("../../parsers/gosource/index.js");
    reader ??= await loadGoReader();
    const wanted = [...missing];
    for (let i = 0; i < wanted.length; i += AT_ONCE) {
      const part = wanted.slice(i, i + AT_ONCE);
      const texts = await Promise.all(part.map(([, [side, file]]) => sides[side].text(file)));
      part.forEach(([key], j) => {
        known.set(key, texts[j] ?? null);
      });
    }
  }
}

/** Source as Go, as far as it has been read. */
class ReadSources implements BothSources {
  constructor(
    private readonly text: (side: SideName, file: string) => string | null,
    private readonly reader: GoReader | null,
  ) {}

  functionText(side: SideName, file: string, name: string): string | null {
    return this.look(side, file, (read, text) => {
      const found = read.functions.find((each) => each.name === name);
      if (found === undefined) return null;
      const lines = text.split("\n").slice(found.extent.start.line - 1, found.extent.end.line);
      const last = Buffer.from(lines.pop() ?? "")
        .subarray(0, found.extent.end.column - 1)
        .toString();
      return [...lines, last].join("\n");
    });
  }

  parameters(side: SideName, file: string, name: string): readonly string[] | null {
    return this.look(side, file, (read) => {
      const found = read.functions.find((each) => each.name === name);
      return found === undefined ? null : read.parametersAt(found.at, name.slice(name.lastIndexOf(".") + 1));
    });
  }

  imports(side: SideName, file: string): readonly string[] | null {
    const text = this.text(side, file);
    if (text === null) return null;
    const head = text.slice(0, text.search(/^(?:func|type|var|const)\b/m) >>> 0);
    return [...head.matchAll(/^(?:import)?\s*(?:[\p{L}\p{N}_.]+\s+)?"([^"\n]+)"/gmu)].map(([, path]) => path ?? "");
  }

  requirements(side: SideName): ReadonlyMap<string, string> | null {
    const text = this.text(side, "go.mod");
    if (text === null) return null;
    const found = text.matchAll(/^\s*(?:require\s+)?([^\s/()]+\.[^\s()]+|[^\s()]+\/[^\s()]+)\s+(v\d[^\s]*)/gm);
    return new Map([...found].map(([, path, version]) => [path ?? "", version ?? ""]));
  }

  private look<T>(side: SideName, file: string, look: (read: GoFile, text: string) => T | null): T | null {
    const text = this.text(side, file);
    return text === null || this.reader === null ? null : this.reader.read(text, (read) => look(read, text));
  }
}
