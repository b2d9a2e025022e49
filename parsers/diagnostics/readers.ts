import type { RecordKind } from "../../src/records/vocabulary.js";
import { FlowReader } from "./flow-reader.js";
import { RecordJson } from "./record-json.js";
import { Scanner } from "./scanner.js";

/** What reads one input. */
export interface Readers {
  readonly scanner: Scanner;
  readonly flows: FlowReader;
  readonly json: RecordJson;
}

/** Readers of new input. `mapFile` turns the compiler's file name into the record's. */
export function createReaders(mapFile: (file: string) => string, kinds: ReadonlySet<RecordKind>): Readers {
  const scanner = new Scanner(mapFile, kinds);
  const flows = new FlowReader(scanner);
  return { scanner, flows, json: new RecordJson(scanner, flows) };
}
