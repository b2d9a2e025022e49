import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Document, LineCounter } from "yaml";
import { UsageError } from "../errors.js";
import { type Config, configSchema } from "../records/config.js";
import { issueText } from "./config-problem.js";
import { isContained } from "./contained-path.js";
import { readRegularFile } from "./regular-file.js";

/** Names of the file, of which a directory has one at most. */
export const CONFIG_NAMES = [".escape-report.yaml", ".escape-report.yml", ".escape-report.json"] as const;

/** Somebody has written it by hand. */
const MAX_BYTES = 1024 * 1024;

/** A configuration and where it comes from. */
export interface LoadedConfig {
  readonly config: Config;
  /** null where there is no file: every default holds. */
  readonly file: string | null;
  /** The directory that its paths start from: that of the file, else of the module. */
  readonly directory: string;
}

/** Reads the configuration: the file given, else the first found from the module's root upward to the repository's. */
export async function loadConfig(given: string | undefined, directory: string): Promise<LoadedConfig> {
  const root = moduleRoot(directory);
  const file = given === undefined ? findConfig(root) : resolve(directory, given);
  if (file === null) return { config: {}, file: null, directory: root };
  // One that was found is part of the change, and may be a link to what is none of its business.
  if (given === undefined && !(await isContained(repositoryRoot(root), file))) {
    throw new UsageError(`${file} is a link that leads out of the repository, so it is not read`);
  }
  const text = await readRegularFile(file, { maxBytes: MAX_BYTES }).catch((error: Error) => {
    throw new UsageError(
      `${given ?? file} cannot be read: ${error.name === "UnsuitableFile" ? "it " : ""}${error.message}`,
    );
  });
  return {
    config: await readConfig(text.toString("utf8"), given ?? shortName(file, directory)),
    file,
    directory: dirname(file),
  };
}

/** Reads the text of a configuration, YAML or JSON. Throws {@link UsageError} with each place that is wrong. */
export async function readConfig(text: string, name: string): Promise<Config> {
  const { LineCounter, parseDocument } = await import("yaml");
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(`${name}${placeText(counter, error.pos[0])}: ${error.message}`);
  }
  const value = valueOf(document, name);
  const checked = configSchema.safeParse(value, { reportInput: true });
  if (checked.success) return checked.data;
  const lines = checked.error.issues.map((issue) => {
    const key = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
    return `${name}${placeText(counter, offsetOf(document, key))}: ${issueText(issue)}`;
  });
  throw new UsageError(`The configuration is not valid, so nothing was checked.\n${lines.join("\n")}`);
}

/** Aliases are only looked up here, and a file that is made of nothing but aliases of aliases is refused. */
function valueOf(document: Document, name: string): unknown {
  try {
    const value: unknown = document.toJS();
    return value ?? {};
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function moduleRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, "go.mod"))) return at;
    if (dirname(at) === at) return directory;
  }
}

/** The root of the repository, where a directory is in one; else that of the file system. */
function repositoryRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, ".git")) || dirname(at) === at) return at;
  }
}

function findConfig(root: string): string | null {
  for (let at = root; ; at = dirname(at)) {
    const found = CONFIG_NAMES.map((name) => join(at, name)).filter(existsSync);
    if (found.length > 1) throw new UsageError(`There are two configurations: ${found.join(" and ")}. Keep one`);
    if (found[0] !== undefined) return found[0];
    if (existsSync(join(at, ".git")) || dirname(at) === at) return null;
  }
}

function shortName(file: string, directory: string): string {
  const path = relative(directory, file);
  return path.startsWith("..") ? file : path;
}

/** Where a value stands in the text: the nearest that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return undefined;
}

function placeText(counter: LineCounter, offset: number | undefined): string {
  if (offset === undefined) return "";
  const { line, col } = counter.linePos(offset);
  return `:${line}:${col}`;
}
