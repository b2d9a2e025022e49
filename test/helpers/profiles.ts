import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Profile, type ProfileResult, readProfile } from "../../parsers/profile/index.js";

/** Profiles that were recorded, by their file names in samples/profiles without `.pb.gz`. */
export const RECORDED_PROFILES = [
  "truth.go1.19.mem",
  "truth.go1.22.mem",
  "truth.go1.26.mem",
  "strconv.go1.26.mem",
  "leak-healthy.go1.27.heap",
  "leak-body.go1.27.heap",
  "leak-map.go1.27.heap",
  "leak-mutex.go1.27.goroutine",
  "leak-send.go1.27.goroutineleak",
] as const;
export type RecordedProfile = (typeof RECORDED_PROFILES)[number];

/** Where a recorded profile lies. */
export function profilePath(name: RecordedProfile): string {
  return join(import.meta.dirname, "..", "..", "samples", "profiles", `${name}.pb.gz`);
}

/** A recorded profile's bytes, decompressed. */
export function profileBytes(name: RecordedProfile): Buffer {
  return gunzipSync(readFileSync(profilePath(name)));
}

/** Bytes in pieces of this size, as a stream hands them over. */
export async function* inPieces(bytes: Uint8Array, size: number = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What comes of these bytes. */
export function readBytes(bytes: Uint8Array, pieceBytes?: number): Promise<ProfileResult> {
  return readProfile(inPieces(bytes, pieceBytes));
}

/** The profile in these bytes; throws when there is none. */
export async function profileIn(bytes: Uint8Array): Promise<Profile> {
  const result = await readBytes(bytes);
  if (result.kind !== "profile") throw new Error(`no profile: ${JSON.stringify(result)}`);
  return result.profile;
}
