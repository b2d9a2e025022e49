import { outerFunction, subjectOf } from "../../gate/index.js";
import type { CountedEscape, Failure } from "../../records/gate.js";
import type { GateContext } from "./context.js";

/** One way to let an allocation pass: a sentence, and lines to write or run. */
export interface Acceptance {
  readonly text: string;
  readonly lines: readonly string[];
}

/** How to let a failure's allocations pass on purpose, for somebody who has never done it. */
export function acceptances(failures: readonly Failure[], context: GateContext): Acceptance[] {
  const found: Acceptance[] = [];
  const judged = failures.find(({ rule }) => rule !== "assertion");
  const [first] = judged?.escapes ?? [];
  if (first !== undefined) {
    found.push({
      text: `With a reason, for one place: in ${context.configFile}`,
      lines: exemption(first),
    });
  }
  if (context.baselineFile !== null && failures.some(({ rule }) => rule === "new")) {
    found.push({
      text: "All of the new ones: write the baseline again and commit it",
      lines: [`escape-report gate --baseline ${context.baselineFile} --write-baseline`],
    });
  } else if (failures.some(({ rule, subject }) => rule === "new" && subject === null)) {
    const most = Math.max(...failures.filter(({ rule }) => rule === "new").map((failure) => failure.found));
    found.push({
      text: `A number of new ones in every change: in ${context.configFile}`,
      lines: ["new:", `  allowed: ${most}`],
    });
  }
  const reasons = context.gate.reasons;
  const isByRelease = ({ reason }: CountedEscape) => reasons[reason ?? -1]?.kind === "release-changed";
  if (failures.some(({ rule, escapes }) => (rule === "new" || rule === "upgrade") && escapes.some(isByRelease))) {
    found.push({
      text: `All that only another release of Go makes new, in every upgrade: in ${context.configFile}`,
      lines: ["new:", "  upgrade: any"],
    });
  }
  const worse = failures.find(({ rule }) => rule === "worse");
  if (worse !== undefined) {
    found.push({
      text: `A number of worse ones in every change: in ${context.configFile}`,
      lines: ["worse:", `  allowed: ${worse.found}`],
    });
  }
  if (failures.some(({ rule }) => rule === "budget")) {
    found.push({ text: `More in that part: raise its budget in ${context.configFile}`, lines: [] });
  }
  if (failures.some(({ unknownCalls }) => unknownCalls > 0)) {
    found.push({
      text: `Calls that cannot be followed: say at the call that it does not allocate, //escape:assume-none, or in ${context.configFile}`,
      lines: ["assume:", "  - functions: [Caller]", "    reason: why it is so"],
    });
  }
  if (failures.some(({ rule }) => rule === "assertion")) {
    found.push({ text: "Where a comment forbids it: remove the comment, if it no longer has to hold", lines: [] });
  }
  if (failures.some(({ rule }) => rule === "changed-rules")) {
    found.push({
      text: "The change of the rules: merge it on its own, or judge by the rules of the change, once you have read them",
      lines: [`${context.command} --config-from head`],
    });
  }
  return found;
}

function exemption(record: CountedEscape): string[] {
  const { package: importPath, function: name, cause } = record;
  const quoted = (text: string) => JSON.stringify(text);
  const outer = outerFunction(name);
  const fields = [
    ...(importPath === null ? [] : [`packages: [${quoted(importPath)}]`]),
    ...(outer === null ? [] : [`functions: [${quoted(outer)}]`]),
    `causes: [${cause}]`,
    `expressions: [${quoted(subjectOf(record))}]`,
    "reason: why it is fine",
  ];
  return ["exempt:", ...fields.map((field, i) => `${i === 0 ? "  - " : "    "}${field}`)];
}
