import { FlowReader } from "./flow-reader.js";
import { RecordJson } from "./record-json.js";
import { Scanner, type Wanted } from "./scanner.js";

/** What reads one input. */
export interface Readers {
  readonly scanner: Scanner;
  readonly flows: FlowReader;
  readonly json: RecordJson;
}

/** Readers whose input has ended: making others takes longer than reading what a small package prints. */
let idle: Readers | null = null;

/** Readers of new input. */
export function takeReaders(wanted: Wanted): Readers {
  const readers = idle ?? createReaders();
  idle = null;
  readers.scanner.begin(wanted);
  return readers;
}

/** Takes readers back whose input has ended, and whose records nobody reads any more. */
export function returnReaders(readers: Readers): void {
  readers.json.settle();
  if (!readers.scanner.isLarge) idle = readers;
}

function createReaders(): Readers {
  const scanner = new Scanner();
  const flows = new FlowReader(scanner);
  return { scanner, flows, json: new RecordJson(scanner, flows) };
}
