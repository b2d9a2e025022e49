import type { Diff } from "../../records/diff.js";
import type { SiteRecord } from "../../records/record.js";
import { type Finding, Identities, placed, Tally } from "../findings/index.js";
import { placeText } from "../text/place.js";
import { unixLine } from "../text/unix-line.js";
import type { DiffRenderer } from "./context.js";
import { effectsText } from "./reason-text.js";

/** `./main.go:12:2: added: moved to heap: x [returned]`, a change a line, for editors and grep. */
export const unix: DiffRenderer = {
  opensFiles: true,
  *render({ diff, tree, tally = new Tally() }) {
    for (const finding of placed(changesOf(diff), "editor", tree, tally)) yield unixLine(finding, finding.changeText);
  },
};

function* changesOf({ added, removed, moved, changed }: Diff): Generator<Finding> {
  yield* findings(added.map((record) => [record, "added"]));
  yield* findings(removed.map((record) => [record, "removed"]));
  yield* findings(moved.map(({ before, after }) => [after, `moved from ${placeText(before)}`]));
  yield* findings(
    changed.map(({ after, what, effects }) => [after, `changed (${effectsText(effects) || what.join(", ")})`]),
  );
}

function* findings(changes: readonly (readonly [SiteRecord, string])[]): Generator<Finding> {
  const identities = new Identities(false);
  for (const [record, changeText] of changes) {
    yield { record, change: null, changeText, group: "", ...identities.next(record) };
  }
}
