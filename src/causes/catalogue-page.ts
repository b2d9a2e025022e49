import { CALL_CAUSES, CAUSES } from "../records/vocabulary.js";
import { CALL_TEXTS } from "./call-texts.js";
import { CATALOGUE, type CatalogueEntry, remedyText } from "./catalogue.js";
import { CALLS_HEADING } from "./site-texts.js";

const INTRODUCTION = `<!-- Made from src/causes/entries by \`npm run docs\`. Edit those. -->

# Why values escape

The Go compiler puts a value on the heap when it cannot prove that the value dies with the call that makes it. It prints
how it comes to that as a chain of assignments. escape-report reads the chain and gives every heap allocation one cause:
the first of this list that fits. Constants that are put in an interface, and data laid out by the linker, appear in the
compiler's output as well; they allocate nothing when the program runs and are counted apart.

Each example is a whole file; the compiler reports the line that ends with \`// <- here\`. Below it, where there is one,
stands the same task without that allocation.`;

/** The page docs/causes.md, as Markdown. */
export function causesPage(): string {
  const entries = CAUSES.map((cause) => CATALOGUE[cause]);
  return `${[INTRODUCTION, contents(entries), ...entries.map(section), callsSection()].join("\n\n")}\n`;
}

function contents(entries: readonly CatalogueEntry[]): string {
  const rows = entries.map(({ id, title, line }) => `| [${id}](#${id}) | ${title} | ${line} |`);
  return ["| Cause | | What it means |", "| --- | --- | --- |", ...rows].join("\n");
}

function section(entry: CatalogueEntry): string {
  const { id, title, explanation, remedies, whenNotToBother } = entry;
  return [
    `## ${id}`,
    `**${title}.** ${explanation}`,
    ...exampleOf(entry),
    "What usually helps:",
    list(remedies.map(remedyText)),
    ...byAllocation(entry),
    `**When not to bother:** ${whenNotToBother}`,
  ].join("\n\n");
}

function callsSection(): string {
  const rows = CALL_CAUSES.map((cause) => {
    const { line, remedy } = CALL_TEXTS[cause];
    return `| ${cause} | ${line} | ${remedy} |`;
  });
  return [
    `## ${CALLS_HEADING}`,
    "The escape analysis does not speak of everything that allocates. What the compiled package calls besides is a record of\n" +
      "kind `allocation` with one of these causes:",
    ["| Cause | What it means | What usually helps |", "| --- | --- | --- |", ...rows].join("\n"),
  ].join("\n\n");
}

function exampleOf({ example }: CatalogueEntry): string[] {
  if ("none" in example) return [`There is no example: ${example.none}`];
  const good = example.good === undefined ? [] : ["Without it:", goCode(example.good)];
  return [goCode(example.bad), ...good];
}

function byAllocation({ remediesByAllocation = {} }: CatalogueEntry): string[] {
  const rows = Object.entries(remediesByAllocation).flatMap(([allocation, remedies]) =>
    remedies.map((remedy) => `\`${allocation}\`: ${remedyText(remedy)}`),
  );
  return rows.length === 0 ? [] : ["And by what is allocated:", list(rows)];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function goCode(code: string): string {
  return `\`\`\`go\n${code}\`\`\``;
}
