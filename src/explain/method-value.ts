import type { Parameter, ProgramFunction } from "../callees/program.js";
import type { Step } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { lookAt } from "./source-text.js";

/** A method whose value (`r.record`, not called) keeps its receiver. */
export interface BoundMethod {
  readonly function: ProgramFunction;
  /** The receiver, which leaks. */
  readonly receiver: Parameter;
}

/**
 * The method of a method value. The compiler prints no name for it (`{temp} ← &r`, `{heap} ← {temp}`), but the
 * expression stands at the same position, and a wrapper `(*T).record-fm` is made for it (named in Go 1.25 and later).
 * null when several types have such a method.
 */
export function boundMethod(build: BuildRecords, importPath: string | null, step: Step): BoundMethod | null {
  const name = nameAt(build, importPath, step);
  if (name === null || importPath === null) return null;
  const names = [...build.program.functionsOf(importPath)];
  const wrappers = names.filter((each) => each.endsWith(`.${name}-fm`)).map((each) => each.slice(0, -3));
  const found: BoundMethod[] = [];
  for (const each of wrappers.length > 0 ? wrappers : names.filter((every) => every.endsWith(`.${name}`))) {
    const method = build.program.find(importPath, each);
    const receiver = method?.parameters.find(
      ({ target, line, column }) =>
        target === "heap" && line === method.place?.line && column === (method.place?.column ?? 0) + 1,
    );
    if (method != null && receiver !== undefined) found.push({ function: method, receiver });
  }
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

function nameAt(build: BuildRecords, importPath: string | null, step: Step): string | null {
  for (const expression of build.library.stacks(importPath, step)) {
    const name = /\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(expression)?.[1];
    if (name !== undefined) return name;
  }
  return lookAt(build.go, step, (source, at) => source.selectedAt(at));
}
