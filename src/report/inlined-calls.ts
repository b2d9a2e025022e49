import type { InlinedCallRecord } from "../records/record.js";

/** A function that is inlined in another one, both as the compiler prints them. */
export interface InlinedCall {
  readonly package: string | null;
  readonly function: string | null;
  readonly callee: string;
}

/** Gathers which functions are inlined where, each once: a build prints them a hundred thousand times. */
export class InlinedCalls {
  private readonly byFunction = new Map<string | null, Map<string | null, Set<string>>>();

  add({ package: importPath, function: name, callee }: InlinedCallRecord): void {
    let functions = this.byFunction.get(importPath);
    if (functions === undefined) {
      functions = new Map();
      this.byFunction.set(importPath, functions);
    }
    const callees = functions.get(name);
    if (callees === undefined) functions.set(name, new Set([callee]));
    else callees.add(callee);
  }

  list(): InlinedCall[] {
    const all: InlinedCall[] = [];
    for (const [importPath, functions] of this.byFunction) {
      for (const [name, callees] of functions) {
        for (const callee of callees) all.push({ package: importPath, function: name, callee });
      }
    }
    return all;
  }
}

/** Which functions are inlined where, each once. */
export function inlinedCalls(records: Iterable<InlinedCallRecord>): InlinedCall[] {
  const calls = new InlinedCalls();
  for (const record of records) calls.add(record);
  return calls.list();
}
