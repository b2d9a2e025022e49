import { outermostFunction } from "../callees/function-names.js";
import type { SourceFacts } from "../causes/fits.js";
import { readerNames } from "../causes/reader-names.js";
import type { EscapeRecord } from "../records/record.js";
import type { BuildRecords } from "./build-knowledge.js";
import { isAskedFor, isPassedOn } from "./interface-methods.js";
import { lookAt } from "./source-text.js";

/** Functions that run what they are given once: `sync.Once.Do` under whatever name, and its like. */
const ONCE = /(?:^|\.|[\p{Ll}\p{N}_])[oO]nce\.Do$|^sync\.Once(?:Func|Values?)$/u;

/** What only the source shows of an escape's place; undefined where it is not at hand. */
export function sourceFacts(build: BuildRecords, escape: EscapeRecord): SourceFacts | undefined {
  const around = lookAt(build.go, escape, (source, at) => source.surroundingsAt(at));
  if (around === null) return undefined;
  const { variable, keeper } = readerNames(escape);
  const appended = escape.allocation === "append" && variable !== null && !variable.includes(".") ? variable : null;
  const { method, receiver, returnsNamedType, literal } = around;
  return {
    once: around.takers.some((taker) => ONCE.test(taker)),
    appendsToParameter: appended === null ? null : around.parameters.includes(appended),
    hasRoom: appended === null ? null : lookAt(build.go, escape, (source, at) => source.givesRoom(at, appended)),
    onlyMissing:
      escape.allocation !== "append" && keeper !== null && around.conditions.some((each) => asksFor(each, keeper))
        ? keeper
        : null,
    isAsked:
      method === null
        ? isPassedOn(build, escape.package, outermostFunction(escape.function ?? ""))
        : isAskedFor(build, escape.package, method),
    returnsNamedType,
    isOfReceiver: keeper === null ? null : receiver !== null && keeper.startsWith(`${receiver}.`),
    isSetInLiteral:
      escape.allocation === "variable" &&
      variable !== null &&
      lookAt(build.go, escape, (source, at) => source.setsInLiteral(at, variable)) === true,
    literal,
  };
}

/** Whether a condition is that something is not there, or too small: `b.buf == nil`, `cap(b.buf) < n`. */
function asksFor(condition: string, name: string): boolean {
  const plain = condition.replace(/\s+/g, "");
  return (
    plain.includes(`${name}==nil`) ||
    plain.includes(`cap(${name})<`) ||
    plain.includes(`len(${name})<`) ||
    plain.includes(`len(${name})==0`)
  );
}
