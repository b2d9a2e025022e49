import type { SourceFacts } from "../causes/fits.js";
import { readerNames } from "../causes/reader-names.js";
import type { EscapeRecord } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { lookAt } from "./source-text.js";

/** Functions that run what they are given once: `sync.Once.Do` under whatever name, and its like. */
const ONCE = /(?:^|\.|[\p{Ll}\p{N}_])[oO]nce\.Do$|^sync\.Once(?:Func|Values?)$/u;

/** What only the source shows of an escape's place; undefined where it is not at hand. */
export function sourceFacts(build: BuildRecords, escape: EscapeRecord): SourceFacts | undefined {
  const around = lookAt(build.go, escape, (source, at) => source.surroundingsAt(at));
  if (around === null) return undefined;
  const { variable } = readerNames(escape);
  const appends = escape.allocation === "append" && variable !== null && !variable.includes(".");
  return {
    once: around.takers.some((taker) => ONCE.test(taker)),
    appendsToParameter: appends ? around.parameters.includes(variable) : null,
  };
}
