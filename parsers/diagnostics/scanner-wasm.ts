import { readFileSync } from "node:fs";

/** What is used of the WebAssembly of Node.js, which its types leave out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: object) => { readonly exports: unknown };
};
interface CompiledModule {
  readonly [Symbol.toStringTag]: string;
}
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface Global {
  readonly value: number;
}

/** What the compiled scanner/ offers; indexes are of bytes in its memory. */
export interface Compiled {
  readonly memory: Memory;
  readonly INPUT: Global;
  readonly ROWS: Global;
  readonly FLOW_ROWS: Global;
  readonly FILES: Global;
  readonly PARTS: Global;
  readonly TEXTS: Global;
  readonly TEXTS_END: Global;
  readonly OUT: Global;
  readonly RANGES: Global;
  readonly MAX_RANGES: Global;
  readonly GATHERED: Global;
  readonly GATHERED_END: Global;
  readonly FILE_BYTES_END: Global;
  readonly MAX_LINE_BYTES: Global;
  readonly next: Global;
  readonly filesEnd: Global;
  readonly out: Global;
  /** Where the first line of the flow starts that cannot be read; 0: none. */
  readonly broken: Global;
  scan(start: number, end: number): number;
  scanAgain(row: number): void;
  endExplanation(): void;
  begin(leaks: boolean, results: boolean, stack: boolean, inlinedCalls: boolean): void;
  forgetHeads(): void;
  openFlow(
    first: number,
    subject: number,
    subjectEnd: number,
    maybeStorage: boolean,
    lines: number,
    end: number,
    prefix: number,
  ): void;
  skipToLastHop(): void;
  readFlow(): number;
  writeRecord(parts: number, hasFlow: boolean, comma: boolean): number;
  taken(): void;
  gather(ranges: number): void;
  namesFull(): number;
  clearNames(): void;
  useFiles(end: number): void;
}

let compiled: CompiledModule | null = null;

/** A new instance with memory of its own. `imports`: what scanner/json.ts declares. */
export function instantiate(imports: Readonly<Record<string, (...indexes: number[]) => number>>): Compiled {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("./scanner.wasm", import.meta.url)));
  return new WebAssembly.Instance(compiled, { json: imports }).exports as Compiled;
}
