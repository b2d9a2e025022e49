import { cleanLog, type LogFacts } from "../../parsers/logs/index.js";
import { type Collected, type CollectOptions, collect, type RecordSink } from "../report/collect.js";
import type { InputRemark } from "../report/input-remarks.js";

/** How to read saved output. */
export type SavedOutputOptions = Pick<CollectOptions, "kinds" | "mapFile" | "functions" | "readTo">;

/**
 * Reads compiler output that was saved: as it came from go, out of the log of a CI service, or pasted from a terminal or a
 * page. What is remarkable of it is said in the remarks.
 */
export async function collectSaved(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: SavedOutputOptions,
  sink: RecordSink,
): Promise<Collected> {
  const facts: LogFacts = { sorted: false, clipped: null };
  const collected = await collect(cleanLog(input, facts), { ...options, mayRepeat: true }, sink);
  return { ...collected, remarks: withFacts(collected.remarks ?? [], facts) };
}

function withFacts(remarks: readonly InputRemark[], { sorted, clipped }: LogFacts): InputRemark[] {
  const known: InputRemark[] = sorted
    ? [{ kind: "out-of-order", sorted }, ...remarks.filter(({ kind }) => kind !== "out-of-order")]
    : [...remarks];
  return clipped === null ? known : [{ kind: "clipped", text: clipped }, ...known];
}
