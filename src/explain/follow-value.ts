import { containerOf } from "../callees/container.js";
import { endingOf } from "../callees/flow-destination.js";
import {
  declaredName,
  distinctName,
  outermostFunction,
  packageNameOf,
  qualifiedCallee,
  qualifiedName,
} from "../callees/function-names.js";
import { leakFacts } from "../callees/leak-facts.js";
import { clause, code, isAside, isDereference, subjectOf } from "../callees/phrases.js";
import type { Place } from "../callees/program.js";
import { isCapture } from "../causes/compiler-reasons.js";
import type { EscapeRecord, Hop, LeakRecord, Step } from "../records/record.js";
import type { ChainLink, StoryEnd, StoryEndKind, StoryStep } from "../records/story.js";
import { hasNamedResult } from "../report/function-signature.js";
import type { BuildRecords } from "./build-knowledge.js";
import { enterCall } from "./call-step.js";
import { statementOf } from "./go-statement.js";
import {
  type InlinedEntry,
  inlinedEntry,
  leakInside,
  madeInlined,
  withoutInlinedPackages,
} from "./inlined-function.js";
import { boundMethod } from "./method-value.js";
import { placeKey, samePlace } from "./package-records.js";
import { endText } from "./story-ending.js";
import { StepList } from "./story-steps.js";

/** The slice that the arguments of a call are put in: what happens to it happens to them. */
const VARIADIC = "{storage for ... argument}";

/** Records that one story goes through at most. */
const MAX_RECORDS = 100;

/** Where the walk is: the code that the current record's steps stand in. */
interface Here {
  readonly importPath: string | null;
  readonly function: string | null;
}

/** Follows a value from the line that makes it through functions, closures and containers to the place that keeps it. */
export class Walk {
  readonly chain: ChainLink[] = [];
  private readonly list: StepList;
  private readonly seen = new Set<string>();
  /** Functions that the value was passed to, and that the story is still in: outermost first. */
  private readonly calls: string[] = [];

  constructor(private readonly build: BuildRecords) {
    this.list = new StepList(build.source);
  }

  get steps(): StoryStep[] {
    return this.list.steps;
  }

  /**
   * Tells an escape to its end; call it once. `insideTold`: what happens to it in the inlined function that makes it has
   * been told.
   */
  escape(record: EscapeRecord, subject = "it", insideTold = false): StoryEnd {
    if (!this.enter(`escape ${record.function} ${placeKey(record)} ${record.expression}`)) {
      return this.end("told", record.expression, record, record);
    }
    const made = madeInlined(this.build, record);
    if (made === null) return this.follow(record, record.flow, subject, new Set());
    const { callee, record: inner } = made;
    const entered = new Set([callee.text]);
    if (!insideTold) {
      const { function: found, text } = callee;
      this.chain.push(link(found?.importPath ?? null, found?.name ?? text, record, { inlined: true }));
      if (inner === null) return this.follow(record, record.flow, subject, entered);
      const end = this.escape(inner, subject);
      if (end.kind !== "result") return end;
    }
    const outside = record.flow.findIndex(({ steps }) => steps.some((step) => !samePlace(step, record)));
    if (outside < 0) {
      // All that happens to it here is what the inlined function does, and that has been told.
      return this.finish(record, record.flow, { importPath: record.package, function: record.function }, true);
    }
    return this.follow(record, record.flow.slice(outside), "the result", entered);
  }

  /** Follows the hops of a record. `entered`: inlined functions that the flow is in already. */
  private follow(
    record: EscapeRecord | LeakRecord,
    hops: readonly Hop[],
    opening: string,
    entered: Set<string>,
  ): StoryEnd {
    let here: Here = { importPath: record.package, function: record.function };
    /** Until something is said, whatever a hop calls the value, it is what the record is about. */
    let subject = opening;
    let told = false;
    /** The parameter of the inlined function that it has come into, as the flow calls it. */
    let inside: string | null = null;
    for (const [h, hop] of hops.entries()) {
      const rest = hops.slice(h + 1);
      const silent = rest.every(({ steps }) => steps.length === 0) && (rest.at(-1) ?? hop).to.startsWith("{");
      if (told && hop.from !== VARIADIC) subject = hop.from === inside ? "there it" : subjectOf(hop);
      for (const [s, step] of hop.steps.entries()) {
        here = this.where(here, step);
        const isLast = s === hop.steps.length - 1;
        const ends = isLast && silent;
        const say = (template: string, isAside = false) => {
          told = true;
          // What the compiler does with its own variables has no place.
          const { file, line, column } = step.file === null ? record : step;
          const shown = withoutInlinedPackages(this.build, here.importPath, step, template);
          this.list.add(here, { ...step, file, line, column }, { subject, template: shown, isAside });
        };
        if (step.reason === "call parameter" || (step.reason === "callee operand" && ends)) {
          const before = hop.steps[s - 1];
          const value = before?.expression ?? hop.from;
          const made =
            before ??
            hops
              .slice(0, h)
              .findLast(({ steps }) => steps.length > 0)
              ?.steps.at(-1) ??
            record;
          const to = isLast ? hop.to : null;
          const called = ends && record.kind === "escape" ? record.callee : null;
          const entry = enterCall(this.build, here, { step, value, from: hop.from, made, to, ends, called, entered });
          if (entry.predicate !== null) say(`{} ${entry.predicate}`);
          if (entry.link !== null) this.chain.push(entry.link);
          if (entry.kind === "end") return this.end(entry.end, entry.name, step, record);
          if (entry.kind === "leak") return this.leak(entry.leak, entry.link?.name ?? null);
          if (entry.kind === "inside") here = { importPath: here.importPath, function: entry.function };
          continue;
        }
        const inlined = isLast ? inlinedEntry(this.build, here.importPath, hop, step, entered) : null;
        if (inlined !== null) {
          entered.add(inlined.callee.text);
          inside = hop.to;
          say(
            `{} is passed to ${code(shownName(inlined, here.importPath))}, which is inlined here, as ${code(inlined.name)}`,
          );
          this.chain.push(inlinedLink(inlined));
          const leak = leakInside(this.build, inlined, step, rest);
          if (leak === null) continue;
          const end = this.leak(leak, inlined.callee.text);
          // What it is stored in comes out of the function again.
          if (end.kind !== "result" || !(rest.at(-1) ?? hop).to.startsWith("{storage for ")) return end;
          return this.finish(record, hops, here, true);
        }
        const text = isCapture(step.reason) ? captureText(step, hop.steps[s + 1]) : clause(step, hop);
        if (text !== null) say(text, isAside(step, hop));
      }
    }
    return this.finish(record, hops, here);
  }

  /** Functions that call each other are explained together: a flow goes from one to the other without a word. */
  private where(here: Here, step: Step): Here {
    const outer = outermostFunction(declaredName(here.function ?? ""));
    // Closures of package-level variables stand in no function.
    if (here.importPath === null || outer === "" || /^(?:init|glob\.?)$/.test(outer)) return here;
    const name = this.build.program.enclosing(here.importPath, step);
    return name === null || name === outer ? here : { importPath: here.importPath, function: name };
  }

  /** Tells a parameter's leak to its end; call it once. */
  parameter(leak: LeakRecord): StoryEnd {
    return this.leak(leak, leakFacts(leak).function);
  }

  /** Goes on in a parameter's leak. */
  private leak(leak: LeakRecord, name: string | null): StoryEnd {
    const { parameter, function: owner } = leakFacts(leak);
    const callee = `${leak.package} ${declaredName(owner ?? "")}`;
    if (!this.enter(`leak ${leak.package} ${owner} ${parameter} ${leak.line}`)) {
      // A call that leads back into a function whose call has not been left is what recursion means.
      const recursive = this.calls.includes(callee);
      return this.end(recursive ? "cycle" : "told", recursive ? name : parameter, leak, leak);
    }
    const subject =
      leak.content && !leak.flow.some(({ steps }) => steps.some(isDereference))
        ? `what the parameter ${code(parameter)} points to`
        : `the parameter ${code(parameter)}`;
    this.calls.push(callee);
    const end = this.follow({ ...leak, function: owner }, leak.flow, subject, new Set());
    this.calls.pop();
    return end;
  }

  /** What the last hop ends in. */
  private finish(record: EscapeRecord | LeakRecord, hops: readonly Hop[], here: Here, insideTold = false): StoryEnd {
    const last = hops.at(-1);
    const step = last?.steps.at(-1);
    if (last === undefined) return this.end("unknown", null, record, record);
    const { to } = last;
    const escapes = this.build.library.escapes(record.package, here.function);
    if (to.startsWith("{storage for ") || (!to.startsWith("{") && !this.isResult(record, last, here))) {
      const captured = last.steps.some((each) => isCapture(each.reason) && !isWrapped(each));
      const container = containerOf({ location: to, step, captured }, record, here.function, escapes);
      if (captured) {
        const { file, line, column } = container ?? step ?? record;
        this.chain.push({ kind: "closure", file, line, column });
      }
      if (container !== null && container !== record) {
        if (container.allocation === "method-value" && last.steps.length === 0) {
          const { expression, file, line, column } = container;
          const keep: Step = { expression, reason: "method value", file, line, column };
          const template = `{} is the receiver of the method value ${code(expression)}`;
          this.list.add(here, keep, { subject: subjectOf(last), template, isAside: false });
        }
        return this.escape(container, subjectOf({ ...last, from: to }), insideTold);
      }
      return to.startsWith("{")
        ? this.end("unknown", null, step ?? record, record)
        : this.end("longer", to, step ?? record, record);
    }
    if (!to.startsWith("{")) return this.end("result", to, step ?? record, record);
    const bound = step === undefined ? this.bound(record, hops, here) : null;
    if (bound !== null) return bound;
    if (step === undefined || (step.reason === "spill" && last.steps.length === 1)) {
      const statement = statementOf(this.build, record);
      return this.end(statement ?? "unknown", null, record, record);
    }
    const { kind, name } = endingOf(last, step, here.importPath, this.build.imports);
    const shown =
      kind === "global" && name !== null && !name.includes(".")
        ? `${packageNameOf(here.importPath ?? "")}.${name}`
        : name;
    return this.end(
      kind,
      shown === null ? null : withoutInlinedPackages(this.build, here.importPath, step, shown),
      step,
      record,
    );
  }

  /** Goes on in the method of a method value, which keeps its receiver. */
  private bound(record: EscapeRecord | LeakRecord, hops: readonly Hop[], here: Here): StoryEnd | null {
    const step = hops.findLast(({ steps }) => steps.length > 0)?.steps.at(-1);
    if (step === undefined || hops.at(-1)?.from !== "{temp}") return null;
    const method = boundMethod(this.build, record.package, step);
    const leak =
      method === null ? null : this.build.library.leak(method.function, method.receiver, method.function.name);
    if (method === null || leak === null) return null;
    const { importPath, name, place } = method.function;
    const template = `{} is the receiver of the method value ${code(name)}`;
    this.list.add(here, step, { subject: "it", template, isAside: false });
    this.chain.push(link(importPath, name, place ?? NOWHERE, { inlined: false, parameter: method.receiver.name }));
    return this.leak(leak, qualifiedName(importPath, name));
  }

  private end(
    kind: StoryEndKind,
    name: string | null,
    { file, line, column }: Place,
    record: EscapeRecord | LeakRecord,
  ): StoryEnd {
    const widen = kind === "outside" && this.build.widen !== null ? ` ${this.build.widen}` : "";
    return { kind, name, text: endText(kind, name) + widen, package: record.package, file, line, column };
  }

  private isResult(
    record: EscapeRecord | LeakRecord,
    { to, steps }: Hop,
    { importPath, function: name }: Here,
  ): boolean {
    if (steps.at(-1)?.reason === "return" || /^~[rb]\d/.test(to)) return true;
    if (record.kind === "leak") return leakFacts(record).target === "result";
    if (record.sink === "result") return true;
    // Without the source, a result with a name looks like any variable.
    const place = importPath === null ? null : this.build.program.find(importPath, declaredName(name ?? ""))?.place;
    const lines = place?.file == null ? null : this.build.source(place.file);
    return place != null && lines !== null && hasNamedResult(lines, place, to) === true;
  }

  private enter(key: string): boolean {
    if (this.seen.has(key) || this.seen.size >= MAX_RECORDS) return false;
    this.seen.add(key);
    return true;
  }
}

/** The arguments of a go or defer statement are captured by a closure that the compiler makes, as variables it makes. */
function isWrapped({ expression }: Step): boolean {
  return expression.startsWith(".autotmp_");
}

function captureText(step: Step, next: Step | undefined): string {
  if (isWrapped(step)) return "{} is an argument of a `go` or `defer` statement";
  return `{} is captured by a closure${next?.reason === "reference" ? ", by reference" : ""}`;
}

function shownName({ callee }: InlinedEntry, importer: string | null): string {
  const { function: found, text } = callee;
  return found === null ? qualifiedCallee(null, text, true) : distinctName(found.importPath, found.name, importer);
}

function inlinedLink({ callee, name }: InlinedEntry): ChainLink {
  const { function: found, text } = callee;
  const facts = { inlined: true, parameter: name };
  return link(found?.importPath ?? null, found?.name ?? text, found?.place ?? NOWHERE, facts);
}

const NOWHERE: Place = { file: null, line: null, column: null };

function link(
  importPath: string | null,
  name: string,
  { file, line, column }: Place,
  facts: { inlined: boolean; parameter?: string },
): ChainLink {
  return {
    kind: "function",
    package: importPath,
    name: importPath === null ? name : qualifiedName(importPath, name),
    parameter: facts.parameter ?? null,
    inlined: facts.inlined,
    result: null,
    level: null,
    file,
    line,
    column,
  };
}
