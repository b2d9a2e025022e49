import { z } from "zod";
import { configSchema } from "../records/config.js";
import { CAUSE_WORDS } from "../records/vocabulary.js";
import { didYouMean, nearest } from "../text/nearest.js";

/** One thing that is wrong in a configuration, as a sentence with a way out. */
export function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? "" : `${pathText(issue.path)}: `;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys
        .map((key) => where + unknownText(`there is no "${key}" here`, key, keysAt(issue.path)))
        .join("; ");
    case "invalid_value": {
      const words = issue.values.map(String);
      const given = typeof issue.input === "string" ? issue.input : "";
      return where + unknownText(given === "" ? "this word is not known" : `"${given}" is not known`, given, words);
    }
    case "invalid_union": {
      const [first] = issue.errors.flat().filter(({ code }) => code !== "invalid_type");
      return first === undefined
        ? `${where}${issue.message}`
        : issueText({ ...first, path: [...issue.path, ...first.path] });
    }
    default:
      return where + issue.message;
  }
}

function unknownText(what: string, word: string, words: readonly string[]): string {
  const near = nearest(word, words, CAUSE_WORDS);
  return `${what}.${didYouMean(near === null ? null : `"${near}"`)} Possible: ${words.join(", ")}`;
}

/** `budgets[0].escapes`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text === "" ? "" : "."}${String(key)}`),
    "",
  );
}

/** The keys that an object at the path can have. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schemas = alternatives(configSchema);
  for (const key of path) schemas = schemas.flatMap((schema) => alternatives(childOf(schema, key)));
  return [...new Set(schemas.flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])))];
}

function childOf(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodArray) return typeof key === "number" ? schema.element : undefined;
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  return undefined;
}

/** What a schema allows, without what only says that it may be missing. */
function alternatives(schema: unknown): unknown[] {
  if (schema instanceof z.ZodOptional) return alternatives(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(alternatives);
  return [schema];
}
