import type { EscapeRecord, LeakRecord } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { samePlace } from "./package-records.js";
import { lookAt } from "./source-text.js";

/**
 * The statement of a closure that goes to the heap by itself: `go`, or `defer` in a loop. The compiler names the wrappers
 * that it makes for them (`f.gowrap1`, `f.deferwrap1`, Go 1.21); a literal needs the source. null where neither tells.
 */
export function statementOf(build: BuildRecords, record: EscapeRecord | LeakRecord): "go" | "defer" | null {
  if (record.kind !== "escape") return null;
  for (const name of build.program.functionsOf(record.package ?? "")) {
    const wrapper = /\.(go|defer)wrap\d+$/.exec(name)?.[1];
    if (wrapper === undefined) continue;
    const place = build.program.find(record.package ?? "", name)?.place;
    if (place != null && samePlace(place, record)) return wrapper === "go" ? "go" : "defer";
  }
  const word = lookAt(build.go, record, (source, at) => source.startedAt(at));
  if (word !== null) return word;
  return record.cause === "goroutine" ? "go" : null;
}
