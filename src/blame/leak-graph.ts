import type { Parameter } from "../callees/program.js";
import type { LeakRecord } from "../records/record.js";
import { type FlowEnd, flowEnd, letGo } from "./flow-end.js";
import type { OuterEnd, PackageEscapes } from "./outermost-allocation.js";

/** A leak into another allocation, which is followed when all of the package's are known. */
interface Waiting {
  readonly parameter: Parameter;
  readonly function: string;
  readonly end: FlowEnd;
}

interface KnownLeak {
  /** The function that it is a leak of, of several instances of a generic one. */
  readonly function: string;
  outer: OuterEnd | null;
}

/** For each parameter that leaks to the heap, where its function lets it go: one step of a chain, without the flow. */
export class LeakGraph {
  private readonly leaks = new Map<Parameter, KnownLeak>();
  private waiting: Waiting[] = [];

  /** `escapes`: those of the package that is read, which leaks can end in. */
  constructor(private readonly escapes: PackageEscapes) {}

  /** Takes a leak to the heap of a parameter of the function of that name, as the compiler prints it. */
  add(parameter: Parameter, leak: LeakRecord, name: string): void {
    const known = this.leaks.get(parameter);
    if (known !== undefined && !isBetter(name, known.function)) return;
    const found = flowEnd(leak);
    if (found.kind === "end" && found.end === "unknown") return;
    const end = letGo(found);
    if (end.kind === "container") {
      this.escapes.expect(end);
      this.waiting.push({ parameter, function: name, end });
      this.leaks.set(parameter, { function: name, outer: known?.outer ?? null });
    } else this.leaks.set(parameter, { function: name, outer: { end, closure: null, function: name } });
  }

  /** Follows leaks into other allocations to where those go. */
  endPackage(): void {
    for (const leak of this.waiting) {
      // A better instance may have come since.
      const known = this.leaks.get(leak.parameter);
      if (known?.function === leak.function) known.outer = this.escapes.outerEnd(leak);
    }
    this.waiting = [];
  }

  /** Where its function lets a parameter go; null when the report does not tell. */
  end(parameter: Parameter): OuterEnd | null {
    return this.leaks.get(parameter)?.outer ?? null;
  }
}

/** Of instances of a generic function those for shapes are the code; others are wrappers that call them. */
function isBetter(name: string, other: string): boolean {
  const wrapper = isWrapper(name);
  return wrapper === isWrapper(other) ? name < other : !wrapper;
}

function isWrapper(name: string): boolean {
  return name.includes("[") && !name.includes("go.shape.");
}
