import { containerOf } from "../callees/container.js";
import { outermostFunction } from "../callees/function-names.js";
import { valueName } from "../callees/printed-call.js";
import type { Place } from "../callees/program.js";
import { type Traits, traitsOf } from "../causes/traits.js";
import type { EscapeRecord } from "../records/record.js";
import type { Allocation, Cause } from "../records/vocabulary.js";
import { wrappedMethod } from "../records/wrapped-method.js";
import { costOf, type EscapeCost } from "./escape-cost.js";
import { type FlowEnd, flowEnd, letGo } from "./flow-end.js";
import { foreignFrame } from "./foreign-frame.js";

/** Allocations that live in each other, at most. */
const MAX_DEPTH = 20;

/** What remains of an escape when its flow is let go. */
export interface EndedEscape extends Place {
  readonly package: string | null;
  readonly function: string | null;
  readonly expression: string;
  readonly allocation: Allocation;
  readonly cause: Cause;
  readonly end: FlowEnd;
  readonly cost: EscapeCost;
  readonly traits: Traits;
  /** The function of another module that is inlined there and makes the value; null where the place makes it itself. */
  readonly through: string | null;
}

/** Something whose flow has an end: an escape or a leak. */
interface Ended {
  readonly function: string | null;
  readonly end: FlowEnd;
}

/** An end that is no other allocation, and the closure that was met on the way there. */
export interface OuterEnd {
  readonly end: Exclude<FlowEnd, { kind: "container" }>;
  readonly closure: Place | null;
  /** The function whose code the end is in. */
  readonly function: string | null;
}

/** The escapes of one package while it is read: those of a function can live in each other. */
export class PackageEscapes {
  private readonly list: EndedEscape[] = [];
  /** What flows of the package end in. */
  private readonly wanted = new Set<string>();
  /** Those that are wanted, by the outermost function and the expression. Made when the first is asked for. */
  private byName: Map<string, EndedEscape[]> | null = null;

  add(escape: EscapeRecord): EndedEscape {
    const { package: importPath, file, line, column, expression, allocation, cause } = escape;
    const name = ownFunction(escape);
    const end = letGo(flowEnd(escape));
    const place = { package: importPath, file, line, column, function: name };
    const more = { cost: costOf(escape), traits: traitsOf(escape), through: foreignFrame(escape) };
    const ended = { ...place, expression, allocation, cause, end, ...more };
    this.list.push(ended);
    this.expect(end);
    return ended;
  }

  /** Notes that a flow has this end: it will be asked for with {@link outerEnd}. */
  expect(end: FlowEnd): void {
    if (end.kind === "container") this.wanted.add(valueName(end.location));
  }

  /**
   * Follows a flow out of the allocations that it ends in, once all of the package are there. `place`: where an escape is
   * made.
   */
  outerEnd(record: Ended, place: Place | null = null): OuterEnd {
    let at = record;
    let made = place;
    let closure: EndedEscape | null = null;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      const { end, function: name } = at;
      if (end.kind !== "container") return { end, closure, function: name };
      const container: EndedEscape | null = containerOf(end, made, name, this.named(name, end.location));
      if (container === null || container === at) break;
      made = container;
      if (end.captured) closure ??= container;
      at = container;
    }
    return { end: NO_END, closure, function: record.function };
  }

  /** The package is over. */
  clear(): void {
    this.list.length = 0;
    this.wanted.clear();
    this.byName = null;
  }

  private named(name: string | null, location: string): readonly EndedEscape[] {
    this.byName ??= byName(this.list, this.wanted);
    return this.byName.get(`${outermostFunction(name ?? "")} ${valueName(location)}`) ?? [];
  }
}

/** The function that an escape is in; of a wrapper the package's method that it is made for. */
function ownFunction(escape: EscapeRecord): string | null {
  const method = wrappedMethod(escape);
  const prefix = `${escape.package}.`;
  return method?.startsWith(prefix) === true ? method.slice(prefix.length) : escape.function;
}

const NO_END = { kind: "end", end: "unknown", name: null, step: undefined } as const;

function byName(escapes: readonly EndedEscape[], wanted: ReadonlySet<string>): Map<string, EndedEscape[]> {
  const found = new Map<string, EndedEscape[]>();
  const families = new Map<string, string>();
  for (const escape of escapes) {
    if (!wanted.has(escape.expression)) continue;
    const name = escape.function ?? "";
    let family = families.get(name);
    if (family === undefined) {
      family = outermostFunction(name);
      families.set(name, family);
    }
    const key = `${family} ${escape.expression}`;
    const list = found.get(key);
    if (list === undefined) found.set(key, [escape]);
    else list.push(escape);
  }
  return found;
}
