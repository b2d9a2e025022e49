// A heap profile as large programs have them, made of the one in samples/words: its functions, with many more places and
// stacks.
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { readProfile } from "../dist/parsers/profile/index.js";
import { ProtobufWriter } from "../dist/src/profile/protobuf-writer.js";

const SOURCE = fileURLToPath(new URL("../samples/words/words.mem.pb.gz", import.meta.url));
const LOCATIONS = 20_000;
/** Stacks are so deep. */
const [LEAST, MOST] = [15, 45];
/** Numbers of fields: https://github.com/google/pprof/blob/main/proto/profile.proto */
const PROFILE = { sampleType: 1, sample: 2, location: 4, function: 5, text: 6, periodType: 11, period: 12 };

/**
 * Makes the profile unless an earlier run has.
 * @param {string} directory
 * @param {number} bytes how large, about
 */
export async function prepareProfile(directory, bytes) {
  const file = `${directory}/heap-${Math.round(bytes / 1e6)}.pb`;
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true });
    await write(`${file}.part`, bytes);
    renameSync(`${file}.part`, file);
  }
  return { file, bytes: statSync(file).size };
}

/**
 * @param {string} file
 * @param {number} bytes
 */
async function write(file, bytes) {
  const result = await readProfile(createReadStream(SOURCE));
  if (result.kind !== "profile") throw new Error(`${SOURCE} is no profile`);
  const frames = result.profile.locations
    .flatMap((location) => location.frames)
    .filter((each) => each.function !== null);
  const random = numbers(14);
  const stream = createWriteStream(file);
  const texts = new Map([["", 0]]);
  /** @param {string} text */
  const textId = (text) => {
    if (!texts.has(text)) texts.set(text, texts.size);
    return texts.get(text) ?? 0;
  };
  const writer = new ProtobufWriter();
  /**
   * @param {number} field
   * @param {(message: ProtobufWriter) => void} fill
   */
  const message = (field, fill) => {
    const inner = new ProtobufWriter();
    fill(inner);
    writer.message(field, inner.written);
  };
  const flush = async () => {
    if (!stream.write(Buffer.from(writer.written))) await once(stream, "drain");
    written += writer.length;
    writer.clear();
  };
  let written = 0;
  for (const [type, unit] of [
    ["alloc_objects", "count"],
    ["alloc_space", "bytes"],
    ["inuse_objects", "count"],
    ["inuse_space", "bytes"],
  ]) {
    message(PROFILE.sampleType, (m) => {
      m.number(1, textId(type ?? ""));
      m.number(2, textId(unit ?? ""));
    });
  }
  message(PROFILE.periodType, (m) => {
    m.number(1, textId("space"));
    m.number(2, textId("bytes"));
  });
  writer.number(PROFILE.period, 524288);
  const functions = new Map();
  for (const { function: fn } of frames) {
    if (fn === null || functions.has(fn)) continue;
    functions.set(fn, functions.size + 1);
    message(PROFILE.function, (m) => {
      m.number(1, functions.get(fn));
      m.number(2, textId(fn.name));
      m.number(3, textId(fn.name));
      m.number(4, textId(fn.file));
      m.number(5, fn.startLine);
    });
  }
  for (let id = 1; id <= LOCATIONS; id++) {
    const frame = frames[random(frames.length)];
    message(PROFILE.location, (m) => {
      m.number(1, id);
      m.number(3, 0x400000 + id * 16);
      const line = new ProtobufWriter();
      line.number(1, functions.get(frame?.function));
      line.number(2, Number(frame?.line ?? 0) + (id <= frames.length ? 0 : random(40)));
      m.message(4, line.written);
    });
  }
  await flush();
  while (written < bytes) {
    for (let i = 0; i < 1000; i++) {
      const size = 16 << random(10);
      const objects = 1 + random(1000);
      message(PROFILE.sample, (m) => {
        m.packed(
          1,
          Array.from({ length: LEAST + random(MOST - LEAST) }, () => 1 + random(LOCATIONS)),
        );
        m.packed(2, [objects, objects * size, objects >> 1, (objects >> 1) * size]);
        const label = new ProtobufWriter();
        label.number(1, textId("bytes"));
        label.number(3, size);
        m.message(3, label.written);
      });
    }
    await flush();
  }
  for (const text of texts.keys()) writer.text(PROFILE.text, text);
  await flush();
  stream.end();
  await finished(stream);
}

/**
 * The same numbers in each run (a linear congruential generator).
 * @param {number} seed
 * @returns {(below: number) => number}
 */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
