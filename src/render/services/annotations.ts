import { textsOf } from "../../causes/site-texts.js";
import { plural } from "../../text/number.js";
import {
  type Finding,
  findingText,
  mostUseful,
  oneLine,
  type PlacedFinding,
  placed,
  Tally,
} from "../findings/index.js";
import type { FindingsContext } from "./context.js";
import { type CommandName, workflowCommand } from "./workflow-command.js";

/** GitHub shows this many annotations of a kind for a step, and silently drops the rest. */
const MAX_OF_A_KIND = 10;

/** Workflow commands that annotate the lines of findings: as many as GitHub shows, and a notice that counts the others. */
export function* annotations(
  findings: Iterable<Finding>,
  { tree, tally = new Tally() }: FindingsContext,
): Generator<string> {
  const warnings: PlacedFinding[] = [];
  const notices: PlacedFinding[] = [];
  for (const finding of placed(findings, "repository", tree, tally)) {
    (finding.change === "changed" ? notices : warnings).push(finding);
  }
  const loud = mostUseful(warnings, MAX_OF_A_KIND);
  // The notice that counts the others is one of the ten.
  const quiet = mostUseful(
    notices,
    notices.length > MAX_OF_A_KIND || loud.more > 0 ? MAX_OF_A_KIND - 1 : MAX_OF_A_KIND,
  );
  for (const finding of loud.shown) yield annotation("warning", finding);
  for (const finding of quiet.shown) yield annotation("notice", finding);
  const left = loud.more + quiet.more;
  if (left === 0) return;
  const what = `${plural(left, "further heap allocation")} not shown`;
  yield workflowCommand(
    "notice",
    { title: "escape-report: there are more" },
    `${what}: GitHub shows ${MAX_OF_A_KIND} annotations of a kind for a step, and these are the most useful ones. ` +
      "The same command with --format markdown lists them.",
  );
}

function annotation(name: CommandName, { record, change, changeText, path, line }: PlacedFinding): string {
  const {
    title,
    docs,
    remedies: [remedy],
  } = textsOf(record);
  const lines = [
    `${findingText(record, (code) => `"${code}"`)}.`,
    ...(changeText === null ? [] : [`${oneLine(changeText)}.`]),
    ...(remedy === undefined ? [] : [`What can be done: ${remedy}`]),
    `More: ${docs}`,
  ];
  const column = record.column === null ? {} : { col: record.column };
  const place = { file: path, line, ...column, title: `${TITLES[change ?? "found"]}: ${title}` };
  return workflowCommand(name, place, lines.join("\n"));
}

const TITLES = {
  added: "New heap allocation",
  changed: "Heap allocation changed",
  counted: "Heap allocation over a limit",
  found: "Heap allocation",
} as const;
