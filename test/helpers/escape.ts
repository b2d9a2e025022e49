import type { AllocationRecord, EscapeRecord } from "../../src/records/record.js";
import { TEXT_ALONE } from "../../src/records/text-alone.js";

/** A pointer that a function returns, with other fields as they are given. */
export function escapeRecord(fields: Partial<EscapeRecord> = {}): EscapeRecord {
  const cause = fields.cause ?? "returned";
  return {
    kind: "escape",
    package: "example.com/app",
    variant: null,
    file: "internal/store/store.go",
    line: 12,
    column: 2,
    function: "(*Store).Get",
    message: "moved to heap: x",
    expression: "x",
    allocation: "variable",
    sink: "result",
    callee: null,
    cause,
    rootCause: fields.rootCause ?? cause,
    allocates: "unknown",
    guess: null,
    ...TEXT_ALONE,
    flow: [],
    ...fields,
  };
}

/** A call that grows a slice and that no decision speaks of, with other fields as they are given. */
export function allocationRecord(fields: Partial<AllocationRecord> = {}): AllocationRecord {
  return {
    kind: "allocation",
    package: "example.com/app",
    variant: null,
    file: "internal/store/store.go",
    line: 12,
    column: null,
    function: "(*Store).Get",
    message: fields.call ?? "growslice",
    cause: "slice-growth",
    allocates: "maybe",
    ...TEXT_ALONE,
    ...fields,
  };
}
