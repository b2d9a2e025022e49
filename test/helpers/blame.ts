import { type BlameOptions, Blamer } from "../../src/blame/blame.js";
import { Imports } from "../../src/callees/imports.js";
import { Program } from "../../src/callees/program.js";
import type { Blame } from "../../src/records/blame.js";
import { collect } from "../../src/report/collect.js";
import { isCandidate } from "../../src/report/filter.js";

/** The culprits in compiler output. Every package is the user's own unless told otherwise. */
export async function blameOf(output: string | Uint8Array, options: Partial<BlameOptions> = {}): Promise<Blame> {
  const program = new Program();
  const blamer = new Blamer(program);
  await collect(
    [typeof output === "string" ? Buffer.from(output) : output],
    { kinds: new Set(["escape", "leak"]) },
    {
      lazy: true,
      record: (record) => blamer.record(record, record.kind === "escape" && isCandidate(record)),
      endPackage: () => blamer.endPackage(),
    },
  );
  return blamer.blame({
    imports: new Imports(program, null),
    isOwn: () => true,
    modules: [],
    top: 1000,
    byPackage: false,
    weightOf: null,
    ...options,
  });
}
