import type {
  AllocationRecord,
  DevirtualizationRecord,
  EscapeRecord,
  InliningRecord,
  LeakRecord,
} from "../records/record.js";
import type { ReportHeader } from "../records/report.js";
import type { CallCause, Cause, RecordKind } from "../records/vocabulary.js";
import type { InlinedCall } from "./inlined-calls.js";

/** Record kinds that a comparison needs: the allocations, and what can give a reason. */
export const DIFF_KINDS: ReadonlySet<RecordKind> = new Set([
  "escape",
  "allocation",
  "leak",
  "inlining",
  "inlined-call",
  "devirtualization",
]);

/** What a comparison needs of a report. Escapes can be those of a filter; the rest should be whole, since it gives reasons. */
export interface ReportRecords {
  readonly header: Pick<ReportHeader, "toolchain" | "build" | "packages">;
  readonly escapes: readonly EscapeRecord[];
  /** Calls that allocate without a decision of the escape analysis. */
  readonly calls: readonly AllocationRecord[];
  readonly leaks: readonly LeakRecord[];
  readonly inlining: readonly InliningRecord[];
  readonly devirtualization: readonly DevirtualizationRecord[];
  /** Which functions are inlined where; null where the report was made without. */
  readonly inlined: readonly InlinedCall[] | null;
}

/** A package whose records are the same on both sides of a comparison and were not read: its allocations by cause. */
export interface SamePackage {
  readonly package: string;
  readonly causes: Readonly<Partial<Record<Cause | CallCause, number>>>;
}
