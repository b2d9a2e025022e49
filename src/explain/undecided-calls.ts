import { code } from "../callees/phrases.js";
import { CALL_TEXTS } from "../causes/call-texts.js";
import type { AllocationRecord, StackRecord } from "../records/record.js";
import type { UndecidedCall } from "../records/story.js";
import { functionTest, hasWildcard } from "../selection/index.js";
import { isFile, type Target } from "./story-target.js";

/** Calls that are kept for one question; a whole build is not what they are told for. */
const MAX_CALLS = 20;
/** Things on a line that the compiler says to stay. */
const MAX_NAMED = 3;

/** Looks for calls that allocate at a target without a decision, and what the compiler says there that stays. */
export class UndecidedCalls {
  private readonly calls: AllocationRecord[] = [];
  private readonly stays = new Map<string, Set<string>>();
  private readonly matches: (record: AllocationRecord | StackRecord) => boolean;

  constructor(target: Target) {
    this.matches = matcher(target);
  }

  add(record: AllocationRecord | StackRecord): void {
    if (!this.matches(record)) return;
    if (record.kind === "allocation") {
      if (record.allocates !== "no" && this.calls.length < MAX_CALLS) this.calls.push(copyOf(record));
      return;
    }
    const key = `${record.file}:${record.line}`;
    const names = this.stays.get(key) ?? new Set();
    if (names.size < MAX_NAMED) names.add(copyOf(record).expression);
    this.stays.set(key, names);
  }

  /** What is to be told of them. */
  found(): UndecidedCall[] {
    return this.calls.map((record) => {
      const {
        package: importPath,
        file,
        line,
        function: name,
        cause,
        allocates,
        reason,
        call,
        type,
        bytes,
        loop,
      } = record;
      const { why, remedy } = CALL_TEXTS[cause];
      const stays = [...(this.stays.get(`${file}:${line}`) ?? [])].map(code);
      const said =
        stays.length === 0
          ? "No decision of the escape analysis speaks of it"
          : `The compiler says that ${list(stays)} ${stays.length === 1 ? "does" : "do"} not escape; that is about where a value goes, and no promise that nothing is allocated`;
      const text = `${said}: ${why}.`;
      const place = { package: importPath, file, line, function: name };
      return {
        ...place,
        cause,
        allocates,
        reason,
        call,
        type,
        bytes,
        loop,
        text,
        remedy: remedy === "" ? null : remedy,
      };
    });
  }
}

function matcher(target: Target): (record: AllocationRecord | StackRecord) => boolean {
  if (target.kind === "place") {
    const { line, column } = target;
    // Calls have no column: a question that names one is about a decision.
    return line === null || column !== null
      ? () => false
      : (record) => record.line === line && isFile(record.file, target);
  }
  return hasWildcard(target.text) ? () => false : functionTest(target.text);
}

function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** Records of the parser read their texts from input that goes on. */
function copyOf<T>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T;
}
