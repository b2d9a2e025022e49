import type { Integer, Location, Profile } from "../../parsers/profile/index.js";
import { ProtobufWriter } from "./protobuf-writer.js";

/** Further labels of a sample: each a key and a text. */
export type Labels = (profile: Profile, sample: number) => readonly (readonly [key: string, text: string])[];

const PIECE_BYTES = 256 * 1024;

/**
 * Writes profiles of the same values as one in pprof's protobuf, uncompressed, with further labels: all that was read is
 * written again, the samples one behind the other. Yields pieces; each is good until the next.
 */
export function* profileBytes(profiles: readonly Profile[], labels: Labels): Generator<Uint8Array> {
  const [first] = profiles;
  if (first === undefined) return;
  const out = new ProtobufWriter();
  const strings = new Strings();
  const part = new ProtobufWriter();
  const valueType = (field: number, { type, unit }: { readonly type: string; readonly unit: string }) => {
    part.clear();
    part.number(1, strings.index(type));
    part.number(2, strings.index(unit));
    out.message(field, part.written);
  };
  for (const sampleType of first.sampleTypes) valueType(1, sampleType);
  const ids = { location: 0, function: 0, mapping: 0 };
  for (const profile of profiles) {
    for (let sample = 0; sample < profile.samples.count; sample++) {
      writeSample(part, profile, sample, ids.location, strings, labels(profile, sample));
      out.message(2, part.written);
      if (out.length < PIECE_BYTES) continue;
      yield out.written;
      out.clear();
    }
    writeTables(out, part, profile, ids, strings);
    ids.location += profile.locations.length;
    ids.function += profile.functions.length;
    ids.mapping += profile.mappings.length;
  }
  out.number(7, strings.index(first.dropFrames));
  out.number(8, strings.index(first.keepFrames));
  out.number(9, first.timeNanos);
  out.number(10, first.durationNanos);
  if (first.periodType !== null) valueType(11, first.periodType);
  out.number(12, first.period);
  if (first.comments.length > 0)
    out.packed(
      13,
      first.comments.map((comment) => strings.index(comment)),
    );
  out.number(14, strings.index(first.defaultSampleType));
  out.number(15, strings.index(first.documentation));
  for (const text of strings.all) out.text(6, text);
  yield out.written;
}

/** The table of texts, whose first one is empty. */
class Strings {
  readonly all: string[] = [""];
  private readonly indices = new Map<string, number>([["", 0]]);

  index(text: string): number {
    let index = this.indices.get(text);
    if (index === undefined) {
      index = this.all.length;
      this.all.push(text);
      this.indices.set(text, index);
    }
    return index;
  }
}

function writeSample(
  part: ProtobufWriter,
  { samples, sampleTypes }: Profile,
  sample: number,
  firstLocation: number,
  strings: Strings,
  further: readonly (readonly [string, string])[],
): void {
  part.clear();
  part.packed(
    1,
    Array.from(samples.stack(sample), (index) => firstLocation + index + 1),
  );
  part.packed(
    2,
    sampleTypes.map((_, type) => samples.exact(sample, type)),
  );
  const write = (key: string, text: string | null, number: Integer, unit: string) => {
    const label = new ProtobufWriter();
    label.number(1, strings.index(key));
    label.number(2, strings.index(text ?? ""));
    label.number(3, number);
    label.number(4, strings.index(unit));
    part.message(3, label.written);
  };
  for (const { key, text, number, unit } of samples.labels(sample)) write(key, text, number, unit);
  for (const [key, text] of further) write(key, text, 0, "");
}

function writeTables(
  out: ProtobufWriter,
  part: ProtobufWriter,
  { mappings, locations, functions }: Profile,
  ids: { readonly location: number; readonly function: number; readonly mapping: number },
  strings: Strings,
): void {
  const mappingIds = new Map(mappings.map((mapping, i) => [mapping, ids.mapping + i + 1]));
  const functionIds = new Map(functions.map((fn, i) => [fn, ids.function + i + 1]));
  for (const mapping of mappings) {
    part.clear();
    part.number(1, mappingIds.get(mapping) ?? 0);
    part.number(2, mapping.start);
    part.number(3, mapping.limit);
    part.number(4, mapping.offset);
    part.number(5, strings.index(mapping.file));
    part.number(6, strings.index(mapping.buildId));
    part.flag(7, mapping.hasFunctions);
    part.flag(8, mapping.hasFilenames);
    part.flag(9, mapping.hasLineNumbers);
    part.flag(10, mapping.hasInlineFrames);
    out.message(3, part.written);
  }
  locations.forEach(({ mapping, address, frames, folded }: Location, i) => {
    part.clear();
    part.number(1, ids.location + i + 1);
    part.number(2, mapping === null ? 0 : (mappingIds.get(mapping) ?? 0));
    part.number(3, address);
    for (const frame of frames) {
      const line = new ProtobufWriter();
      line.number(1, frame.function === null ? 0 : (functionIds.get(frame.function) ?? 0));
      line.number(2, frame.line);
      line.number(3, frame.column);
      part.message(4, line.written);
    }
    part.flag(5, folded);
    out.message(4, part.written);
  });
  for (const fn of functions) {
    part.clear();
    part.number(1, functionIds.get(fn) ?? 0);
    part.number(2, strings.index(fn.name));
    part.number(3, strings.index(fn.systemName));
    part.number(4, strings.index(fn.file));
    part.number(5, fn.startLine);
    out.message(5, part.written);
  }
}
