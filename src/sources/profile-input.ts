import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import {
  detailOf,
  type ForeignFormat,
  kindOf,
  languageOf,
  type Profile,
  type ProfileKind,
  type ProfileResult,
  readProfile,
} from "../../parsers/profile/index.js";
import { InputError } from "../errors.js";
import { formatCount } from "../text/number.js";
import { fetchProfile, isUrl, profileUrl } from "./profile-url.js";

const CHUNK_BYTES = 256 * 1024;
/** Said wherever another kind of profile is at hand. */
const HOW_TO =
  "Make one with go test -bench . -memprofile mem.pb.gz, or from a program: curl -o mem.pb.gz http://HOST/debug/pprof/allocs";

/** Whether there is a file of that name that can be a profile: no directory, which names a package. */
export async function isFile(name: string, directory: string): Promise<boolean> {
  if (name === "-") return true;
  const facts = await stat(resolve(directory, name)).catch(() => null);
  return facts !== null && !facts.isDirectory();
}

/** Reads what was allocated from a file, `-` for standard input, or an address. Throws {@link InputError} for all else. */
export async function readHeapProfile(input: string, directory: string, signal: AbortSignal): Promise<Profile> {
  return (await readRankingProfile(input, directory, signal, false)).profile;
}

/** The same; `cpu`: where the time went will do as well. */
export async function readRankingProfile(
  input: string,
  directory: string,
  signal: AbortSignal,
  cpu: boolean,
): Promise<{ readonly kind: "heap" | "cpu"; readonly profile: Profile }> {
  const name = input === "-" ? "standard input" : input;
  const profile = profileIn(await readProfile(bytesOf(input, name, directory, signal)), name);
  const kind = kindOf(profile);
  checkProfile(profile, kind, name, cpu);
  return { kind: kind === "cpu" ? "cpu" : "heap", profile };
}

function checkProfile(profile: Profile, kind: ProfileKind, name: string, cpu: boolean): void {
  if (kind !== "heap" && kind !== "allocs" && !(cpu && kind === "cpu")) {
    throw new InputError(`${name} is ${KINDS[kind]}. ${HOW_TO}`);
  }
  const language = languageOf(profile);
  if (language !== null && language !== "Go") {
    throw new InputError(`${name} is a profile of a program in ${language}, and this is about Go.`);
  }
  if (profile.samples.count === 0) return;
  const detail = detailOf(profile);
  if (detail === "addresses") {
    throw new InputError(
      `${name} holds addresses and no names. With the program it was made from: go tool pprof -proto PROGRAM ${name} > named.pb.gz`,
    );
  }
  if (detail === "functions") {
    throw new InputError(`${name} names functions and no lines, so nothing can be said about lines. ${HOW_TO}`);
  }
}

async function* bytesOf(
  input: string,
  name: string,
  directory: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (isUrl(input)) {
    yield* fetchProfile(profileUrl(input), signal);
    return;
  }
  try {
    const stream =
      input === "-" ? process.stdin : createReadStream(resolve(directory, input), { highWaterMark: CHUNK_BYTES });
    for await (const chunk of stream) {
      signal.throwIfAborted();
      yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new InputError(
      missing ? `${name} does not exist. ${HOW_TO}` : `${name} cannot be read: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function profileIn(result: ProfileResult, name: string): Profile {
  switch (result.kind) {
    case "profile":
      return result.profile;
    case "empty":
      throw new InputError(`${name} is empty. A test that ends with os.Exit or is killed writes no profile.`);
    case "foreign":
      throw new InputError(`${name} is no profile: it ${FOREIGN[result.format]}. ${HOW_TO}`);
    case "truncated":
      throw new InputError(
        `${name} ends in the middle of the profile, after ${formatCount(result.offset)} bytes: it was cut, or is still being written.`,
      );
    case "damaged":
      throw new InputError(`${name} is damaged as a profile (${result.problem}). Make it again.`);
    case "too-large":
      throw new InputError(
        `${name} is too large: more than ${formatCount(result.limit)} ${result.what}. go tool pprof -proto -focus PATTERN ${name} > part.pb.gz makes a smaller one.`,
      );
  }
}

const FOREIGN: Readonly<Record<ForeignFormat, string>> = {
  "text-profile": "is the text that ?debug=1 gives, which has no sizes of objects; leave ?debug=1 away",
  "goroutine-stacks": "lists the stacks of goroutines",
  "execution-trace": "is an execution trace",
  coverage: "is a coverage profile",
  html: "is an HTML page",
  json: "is JSON",
  executable: "is a program",
  archive: "is an archive",
  text: "is text",
  unknown: "is of a format that is not known",
};

const KINDS: Readonly<Record<Exclude<ProfileKind, "heap" | "allocs">, string>> = {
  cpu: "a CPU profile, which tells where time goes and not what is allocated",
  block: "a block profile, which tells where goroutines wait",
  mutex: "a mutex profile, which tells which locks are fought for",
  contention: "a block or mutex profile",
  goroutine: "a goroutine profile, which tells where goroutines are",
  goroutineleak: "a goroutine leak profile: see escape-report leaks",
  threadcreate: "a profile of created threads",
  "trace-delay": "made of an execution trace: it tells where goroutines wait",
  other: "a profile of something else than Go's heap",
};
