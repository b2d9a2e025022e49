import { z } from "zod";
import * as blame from "./blame.js";
import * as check from "./check.js";
import * as config from "./config.js";
import * as diff from "./diff.js";
import * as gate from "./gate.js";
import * as leaks from "./leaks.js";
import * as processFacts from "./process.js";
import * as profile from "./profile.js";
import * as prove from "./prove.js";
import * as record from "./record.js";
import * as report from "./report.js";
import * as story from "./story.js";
import * as tried from "./try.js";

/** The files and lines that are printed as JSON, and the configuration, by the names of their schemas. */
const SCHEMAS = {
  record: { schema: record.recordSchema, title: "A line of --format ndjson of escape-report build and parse" },
  report: { schema: report.reportSchema, title: "The report file of escape-report: --format json" },
  diff: { schema: diff.diffSchema, title: "What escape-report diff and compare print under --format json" },
  stories: { schema: story.storiesSchema, title: "What escape-report explain prints under --format json" },
  check: { schema: check.checkSchema, title: "What escape-report check prints under --format json" },
  leaks: { schema: leaks.leaksSchema, title: "What escape-report leaks prints under --format json" },
  process: {
    schema: processFacts.processSchema,
    title: "process.json in the directories that escape-report leaks --keep writes",
  },
  profile: { schema: profile.profileReportSchema, title: "What escape-report profile prints under --format json" },
  prove: { schema: prove.proofSchema, title: "What escape-report prove prints under --format json" },
  blame: { schema: blame.blameSchema, title: "What escape-report blame prints under --format json" },
  try: { schema: tried.trySchema, title: "What escape-report try prints under --format json" },
  gate: { schema: gate.gateSchema, title: "What escape-report gate prints under --format json" },
  config: { schema: config.configSchema, title: "The rules of escape-report gate: .escape-report.yaml" },
} as const;

/**
 * JSON Schemas (draft 2020-12) of everything printed as JSON, and of the configuration, by name. What is printed may have
 * fields that they do not name, since later releases may add some; a configuration may not.
 */
export function jsonSchemas(): Readonly<Record<string, object>> {
  nameSchemas(record, report, diff, story, check, blame, gate, config, leaks, processFacts, profile, prove, tried);
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { schema, title }]) => {
      // As input: what is written has more to promise than what may be read, and the schema is for reading.
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
      return [name, { $schema, title, ...rest }];
    }),
  );
}

/** Gives each schema its export's name, so that it is written once, under `$defs`. */
function nameSchemas(...modules: readonly Readonly<Record<string, unknown>>[]): void {
  for (const module of modules) {
    for (const [name, schema] of Object.entries(module)) {
      if (!(schema instanceof z.ZodType)) continue;
      const id = name.replace(/Schema$/, "");
      z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
    }
  }
}
