import { InputError, UsageError } from "../../errors.js";
import { openInput } from "../../sources/input.js";
import type { ProveArguments } from "../options/prove.js";
import { Measurement, type SideKey } from "./measurement.js";

/** So much text is read; what benchmarks print is far less. */
const MAX_BYTES = 64e6;

/** What was measured before, by saved output of `go test -bench` of both sides. */
export async function savedMeasurement(args: ProveArguments): Promise<Measurement> {
  const { before, after } = args;
  if (before === undefined || after === undefined) {
    throw new UsageError("--before and --after belong together: the saved output of go test -bench of either side");
  }
  if (args.bench !== undefined || (args.inputs ?? []).length > 0) {
    throw new UsageError(
      "--before and --after compare what was measured already: name no revision, package or --bench",
    );
  }
  const measurement = new Measurement();
  await read(before, "before", args, measurement);
  await read(after, "after", args, measurement);
  measurement.isComplete = true;
  return measurement;
}

async function read(file: string, side: SideKey, args: ProveArguments, measurement: Measurement): Promise<void> {
  const { name, bytes } = await openInput(file, args.C ?? ".", args.maxInput);
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new InputError(`${name} is longer than what benchmarks print: more than 64 MB`);
    text += decoder.decode(chunk, { stream: true });
  }
  measurement.add(side, text + decoder.decode());
  if (measurement.results[side].length === 0) {
    throw new InputError(
      `${name} holds no benchmark. Save some with: go test -run '^$' -bench . -benchmem -count 10 ./pkg > ${file}`,
    );
  }
}
