import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Modules that are measured beside the standard library. */
export const MODULES = [
  "github.com/tidwall/gjson@v1.18.0",
  "github.com/BurntSushi/toml@v1.4.0",
  "gopkg.in/yaml.v3@v3.0.1",
  "github.com/google/btree@v1.1.3",
  "github.com/spf13/pflag@v1.0.5",
];

/** A copy of a module that can be written to. @param {string} name @param {string} directory */
export function fetched(name, directory) {
  run("go", ["mod", "init", "example.com/empty"], directory);
  const { Dir } = JSON.parse(run("go", ["mod", "download", "-json", name], directory));
  run("cp", ["-r", Dir, join(directory, "module")], directory);
  run("chmod", ["-R", "u+w", join(directory, "module")], directory);
  return join(directory, "module");
}

/** Runs a command and gives what it prints. @param {string} command @param {readonly string[]} args @param {string} cwd */
export function run(command, args, cwd, mayFail = false) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    timeout: 600_000,
  });
  if (status !== 0 && !mayFail)
    throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr.slice(0, 500)}`);
  return stdout;
}
