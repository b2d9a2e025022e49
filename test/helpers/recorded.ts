import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Releases with recorded compiler output, oldest first. */
export const RELEASES = ["go1.19", "go1.21", "go1.22", "go1.23", "go1.24", "go1.26", "go1.27"] as const;
export type Release = (typeof RELEASES)[number];

/** What was compiled: a program of seventy lines, a package, and a large package. */
export const BUILDS = ["tour", "strconv", "net_http"] as const;
export type Build = (typeof BUILDS)[number];

/** What a release printed under `-m -m`, as bytes. */
export function recorded(release: Release, build: Build): Buffer {
  const file = join(import.meta.dirname, "..", "..", "samples", "recorded", release, build);
  return build === "tour" ? readFileSync(`${file}.txt`) : gunzipSync(readFileSync(`${file}.txt.gz`));
}

/** The lines of compiler output, without their breaks. */
export function linesOf(output: Buffer): string[] {
  return output.toString("utf8").replace(/\n$/, "").split("\n");
}
