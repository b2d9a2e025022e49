import type { ProfileReport } from "../records/profile.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { ProfileLine } from "./lines.js";
import { baseName, withoutTypeArguments } from "./symbol.js";

/**
 * Tells whether a profile is of the code that is built: functions that both know should start on the same line. Before
 * Go 1.20 profiles do not say where functions start.
 */
export class CodeComparison {
  private readonly starts = new Map<string, { readonly symbol: string; readonly line: number }>();
  private readonly same = new Set<string>();
  private readonly moved = new Set<string>();

  constructor(lines: Iterable<ProfileLine>) {
    for (const { package: importPath, function: name, file, symbol, startLine } of lines) {
      if (startLine > 0) this.starts.set(key(importPath, file, name), { symbol, line: startLine });
    }
  }

  /** Takes a record; those of functions count. */
  add(record: DiagnosticRecord): void {
    if (record.kind !== "inlining" || record.package === null || record.file === null || record.function === null)
      return;
    const start = this.starts.get(key(record.package, record.file, record.function));
    if (start !== undefined) (start.line === record.line ? this.same : this.moved).add(start.symbol);
  }

  /** null where nothing can be told. */
  result(): ProfileReport["otherCode"] {
    // An instance or a function of the same name elsewhere is no proof of another version.
    const moved = [...this.moved].filter((symbol) => !this.same.has(symbol)).sort();
    const functions = this.same.size + moved.length;
    return functions === 0 ? null : { functions, moved: moved.length, example: moved[0] ?? "" };
  }
}

function key(importPath: string, file: string, name: string): string {
  return `${importPath}\0${baseName(file)}\0${withoutTypeArguments(name)}`;
}
