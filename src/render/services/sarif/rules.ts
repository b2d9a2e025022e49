import type { ReportingDescriptor } from "sarif";
import { CALL_TEXTS } from "../../../causes/call-texts.js";
import { CATALOGUE, type CatalogueEntry, remedyText } from "../../../causes/catalogue.js";
import { textsOfCall } from "../../../causes/site-texts.js";
import { type CallCause, type Cause, SITE_CAUSES, type SiteCause } from "../../../records/vocabulary.js";

/** A rule for each cause, in their order: with what the catalogue says, as the help that code scanning shows. */
export const RULES: readonly ReportingDescriptor[] = SITE_CAUSES.map((cause) =>
  isCause(cause) ? rule(CATALOGUE[cause]) : ruleOfCall(cause as CallCause),
);

function isCause(cause: SiteCause): cause is Cause {
  return Object.hasOwn(CATALOGUE, cause);
}

/** A rule for what allocates without a decision of the escape analysis. */
function ruleOfCall(id: CallCause): ReportingDescriptor {
  const { title, explanation, remedies, docs } = textsOfCall(id);
  const help = [explanation, ...remedies].join("\n\n");
  return {
    id,
    // A name of its own: some of these causes are one word.
    name: pascalCase(`${title} call`),
    shortDescription: { text: `${title}: ${CALL_TEXTS[id].line}.` },
    fullDescription: { text: explanation },
    help: { text: help, markdown: `${help}\n\n[More](${docs})` },
    defaultConfiguration: { level: "note" },
    properties: {
      tags: ["performance", "go", "heap-allocation"],
      precision: "high",
      "problem.severity": "recommendation",
    },
  };
}

function rule(entry: CatalogueEntry): ReportingDescriptor {
  const { id, title, line, explanation } = entry;
  return {
    id,
    name: pascalCase(title),
    shortDescription: { text: `${title}: ${line}.` },
    // GitHub keeps 1,024 characters.
    fullDescription: { text: explanation.slice(0, 1024) },
    help: { text: helpText(entry), markdown: helpMarkdown(entry) },
    defaultConfiguration: { level: "note" },
    properties: {
      tags: ["performance", "go", "heap-allocation"],
      precision: id === "unexplained" ? "low" : "high",
      "problem.severity": "recommendation",
    },
  };
}

function pascalCase(title: string): string {
  return title.replace(/(?:^|[^\p{L}\p{N}]+)([\p{L}\p{N}])/gu, (_, letter: string) => letter.toUpperCase());
}

function helpText({ explanation, remedies, whenNotToBother }: CatalogueEntry): string {
  const list = remedies.map((remedy) => `- ${remedyText(remedy)}`).join("\n");
  return `${explanation}\n\nWhat usually helps:\n${list}\n\nWhen not to bother: ${whenNotToBother}`;
}

function helpMarkdown({ explanation, example, remedies, whenNotToBother, docs }: CatalogueEntry): string {
  const parts = [explanation];
  if ("bad" in example) parts.push(goCode(example.bad));
  if ("good" in example && example.good !== undefined) parts.push("Without it:", goCode(example.good));
  parts.push("What usually helps:", remedies.map((remedy) => `- ${remedyText(remedy)}`).join("\n"));
  parts.push(`**When not to bother:** ${whenNotToBother}`, `[More](${docs})`);
  return parts.join("\n\n");
}

function goCode(code: string): string {
  return `\`\`\`go\n${code}\`\`\``;
}
