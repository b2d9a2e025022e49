import { CALL_TEXTS } from "../causes/call-texts.js";
import { withoutTypeArguments } from "../causes/expression.js";
import type { SiteRecord } from "../records/record.js";

/** What stands for a package that is not known. */
export const NO_PACKAGE = "(no package)";
/** What stands for a function that is not known. */
const NO_FUNCTION = "(no function)";

/** What a summary can be grouped by. */
export const GROUP_KEYS = [
  "cause",
  "package",
  "function",
  "file",
  "allocation",
  "callee",
  "line",
  "type",
  "call",
] as const;
export type GroupKey = (typeof GROUP_KEYS)[number];

/** The value that a record is grouped under. */
export function groupKey(record: SiteRecord, by: GroupKey): string {
  switch (by) {
    case "cause":
      return record.cause;
    case "package":
      return record.package ?? NO_PACKAGE;
    case "function":
      return functionName(record);
    case "file":
      return record.file ?? "(no file)";
    case "allocation":
      return record.kind === "allocation" ? CALL_TEXTS[record.cause].noun : record.allocation;
    case "callee":
      return (record.kind === "allocation" ? null : record.callee) ?? "(no call)";
    case "type":
      return record.type ?? "(not known)";
    case "call":
      return record.call ?? "(no call)";
    case "line":
      return record.line === null ? (record.file ?? "(no position)") : `${record.file}:${record.line}`;
  }
}

/** `package.function`, as in a stack trace. */
export function functionName(record: Pick<SiteRecord, "package" | "function" | "instances">): string {
  const name = ownName(record);
  return record.package === null ? name : `${record.package}.${name}`;
}

/** The function's name; of a generic one without type arguments, for all its instances. */
export function ownName({ function: name, instances }: Pick<SiteRecord, "function" | "instances">): string {
  if (name === null) return NO_FUNCTION;
  return instances === undefined ? name : withoutTypeArguments(name);
}
