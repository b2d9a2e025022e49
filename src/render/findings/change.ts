import type { AddedEscape, ChangedEscape, Reason } from "../../records/diff.js";

/** Why an allocation is new, as a sentence without a period; null where the two reports do not prove it. */
export function newText({ parts }: AddedEscape, reason: Reason | undefined): string | null {
  if (reason !== undefined) return reasonText(reason);
  if (parts === null) return null;
  const { before, after } = parts;
  const old = before === null ? "ended there" : `went on with "${before.expression}" (${before.reason})`;
  const now = after === null ? "ends" : `goes on with "${after.expression}" (${after.reason})`;
  return `It is new where a similar value ${old}: now the flow ${now}`;
}

function reasonText({ kind, function: name, subject, before, after }: Reason): string {
  const facts = [before === null ? "" : `before: ${before}`, after === null ? "" : `now: ${after}`];
  const detail = facts.filter((fact) => fact !== "").join("; ");
  return reasonSentence(kind, name, subject) + (detail === "" ? "" : ` (${detail})`);
}

function reasonSentence(kind: Reason["kind"], name: string, subject: string | null): string {
  switch (kind) {
    case "inlining-lost":
      return `It is new because ${name} is no longer inlined`;
    case "inlining-gained":
      return `It is new because ${name} is now inlined here`;
    case "leak-appeared":
      return `It is new because the parameter ${subject ?? "it is passed as"} of ${name} now leaks`;
    case "devirtualization-lost":
      return `It is new because the method behind ${subject ?? name} is no longer known to the compiler`;
    case "instance-added":
      return `It is new because ${name} is now compiled for ${subject ?? "another type"}`;
  }
}

/** What is different about an allocation that was there before, as a sentence without a period. */
export function changeText({ before, after, what }: ChangedEscape): string {
  if (what.includes("cause")) return `It escaped before, with the cause ${before.cause}; now it is ${after.cause}`;
  return `It escaped before; what differs now: ${what.join(", ")}`;
}
