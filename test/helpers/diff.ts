import type { AddedEscape, Diff, DiffSide } from "../../src/records/diff.js";
import type { EscapeRecord } from "../../src/records/record.js";
import { DIFF_SCHEMA } from "../../src/records/schema-names.js";
import { escapeRecord } from "./escape.js";

const SIDE: DiffSide = { name: null, toolchain: null, build: null, revision: null, escapes: 0 };

/** A diff of two sides in which nothing differs, with other fields as they are given. */
export function diffOf(fields: Partial<Diff> = {}): Diff {
  return {
    schema: DIFF_SCHEMA,
    before: SIDE,
    after: SIDE,
    groups: [],
    added: [],
    removed: [],
    moved: [],
    changed: [],
    unchanged: 0,
    leaks: { added: [], removed: [] },
    reasons: [],
    ...fields,
  };
}

/** A new allocation without a reason. */
export function addedEscape(fields: Partial<EscapeRecord> = {}, reason: number | null = null): AddedEscape {
  return { ...escapeRecord(fields), reason, doubt: null, parts: null };
}
