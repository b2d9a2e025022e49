import { CATALOGUE, remediesFor } from "../../causes/catalogue.js";
import { plural } from "../../text/number.js";
import { type Finding, findingText, mostUseful, oneLine, sourceFile } from "../findings/index.js";
import { placeText } from "../text/place.js";
import { type CommandName, type CommandProperties, workflowCommand } from "./workflow-command.js";

/** GitHub shows this many annotations of a kind for a step, and silently drops the rest. */
const MAX_OF_A_KIND = 10;

/** Workflow commands that annotate the lines of findings: as many as GitHub shows, and a notice that counts the others. */
export function* annotations(findings: Iterable<Finding>, prefix: string): Generator<string> {
  const warnings: Finding[] = [];
  const notices: Finding[] = [];
  for (const finding of findings) (finding.change === "changed" ? notices : warnings).push(finding);
  const loud = mostUseful(warnings, MAX_OF_A_KIND);
  // The notice that counts the others is one of the ten.
  const quiet = mostUseful(
    notices,
    notices.length > MAX_OF_A_KIND || loud.more > 0 ? MAX_OF_A_KIND - 1 : MAX_OF_A_KIND,
  );
  for (const finding of loud.shown) yield annotation("warning", finding, prefix);
  for (const finding of quiet.shown) yield annotation("notice", finding, prefix);
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

function annotation(name: CommandName, { record, change, changeText }: Finding, prefix: string): string {
  const { title, docs } = CATALOGUE[record.cause];
  const [remedy] = remediesFor(record.cause, record.allocation);
  const place = placeOf(record, prefix);
  const at = place.file === undefined ? ` (${oneLine(placeText(record))})` : "";
  const lines = [
    `${findingText(record, (code) => `"${code}"`)}${at}.`,
    ...(changeText === null ? [] : [`${oneLine(changeText)}.`]),
    ...(remedy === undefined ? [] : [`What can be done: ${remedy}`]),
    `More: ${docs}`,
  ];
  return workflowCommand(name, { ...place, title: `${TITLES[change ?? "found"]}: ${title}` }, lines.join("\n"));
}

const TITLES = {
  added: "New heap allocation",
  changed: "Heap allocation changed",
  counted: "Heap allocation over a limit",
  found: "Heap allocation",
} as const;

/** Only files of the repository can be annotated. */
function placeOf({ file, line, column }: Finding["record"], prefix: string): CommandProperties {
  const source = sourceFile(file, prefix);
  if (source.kind !== "repository") return {};
  return { file: source.path, ...(line === null ? {} : { line, ...(column === null ? {} : { col: column }) }) };
}
