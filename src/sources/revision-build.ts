import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { ToolchainError, UserError } from "../errors.js";
import type { CheckedOut } from "../git/commit-files.js";
import { realPath } from "../go/working-directory.js";
import type { BuildRequest } from "./build-context.js";
import { openBuild } from "./build-source.js";
import { isContained } from "./contained-path.js";
import type { RecordSource } from "./record-source.js";
import { nameOf, type RevisionRequest } from "./revision-request.js";
import { waysOn } from "./ways-on.js";
import { workspaceIn } from "./workspace.js";

/** Asks go about the files of the commit; null when it has none of what is to be built. */
export async function openTree(request: RevisionRequest, checkedOut: CheckedOut): Promise<RecordSource | null> {
  const build = await buildOfTree(request, checkedOut);
  return build === null ? null : openBuild(build, request.signal);
}

/** The build of the files of the commit; null when it has none of what is to be built. */
export async function buildOfTree(request: RevisionRequest, checkedOut: CheckedOut): Promise<BuildRequest | null> {
  const { repository, revision, build, workspace, cache, note } = request;
  // go.work and the directory have to be named alike, whatever links lead to the cache.
  const tree = realPath(checkedOut.directory);
  const directory = join(tree, repository.prefix);
  if (existsSync(directory) && repository.prefix !== "" && !(await isContained(tree, directory))) {
    throw new ToolchainError(
      `${repository.prefix} is a link that leads out of the repository at ${nameOf(revision)}, so it is not built`,
    );
  }
  const gowork =
    process.env.GOWORK === "off" ? "off" : await workspaceIn(tree, repository.prefix, workspace, repository.top);
  if (gowork === "off" && !hasModule(tree, repository.prefix)) {
    note(
      `There is no Go module in ${repository.prefix || "the repository"} at ${nameOf(revision)}: everything is new.`,
    );
    return null;
  }
  const asked = build.packages;
  const packages = asked.filter((argument) => isThere(directory, argument));
  if (asked.length > 0 && packages.length === 0) {
    note(`${asked.join(" ")} is not there at ${nameOf(revision)}: everything is new.`);
    return null;
  }
  return { ...build, cache, directory, packages, env: { ...build.env, GOWORK: gowork } };
}

function hasModule(tree: string, prefix: string): boolean {
  for (let directory = prefix; ; directory = directory.includes("/") ? dirname(directory) : "") {
    if (existsSync(join(tree, directory, "go.mod"))) return existsSync(join(tree, prefix));
    if (directory === "") return false;
  }
}

/** Whether a package argument that is a path leads somewhere; others are go's to judge. */
function isThere(directory: string, argument: string): boolean {
  if (!/^\.\.?(?:[/\\]|$)/.test(argument)) return true;
  return existsSync(join(directory, argument.replace(/\.\.\..*$/s, "")));
}

/** Says which side it was, and what a commit can lack that the checkout has. */
export function explained(error: unknown, { revision }: RevisionRequest, { missingSubmodules }: CheckedOut): unknown {
  if (!(error instanceof UserError) || error.exitCode !== 3) return error;
  const lines = [`${nameOf(revision)} could not be built: ${error.message}`, "", ...waysOn(error)];
  for (const path of missingSubmodules) {
    lines.push(
      `The submodule ${path} is missing at that commit. Get it with: git submodule update --init -- ${path}, then ` +
        `git -C ${path} fetch origin`,
    );
  }
  if (/replacement directory|no such file or directory|does not exist/.test(error.message)) {
    lines.push(
      "Directories outside the repository (replace in go.mod, use in go.work) are not there for a commit: it is built " +
        "from a copy of its own files.",
    );
  }
  lines.push("Only what is committed is built: files that git ignores, such as generated code, are not there.");
  return new UserError(lines.join("\n"), error.exitCode, { cause: error });
}
