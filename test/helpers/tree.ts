import { isAbsolute, join } from "node:path";
import type { FileTree } from "../../src/report/file-tree.js";

/** A repository in /repository, with a module in the directory `prefix`. `working`: where the command works in it. */
export function treeAt(prefix: string, working = prefix): FileTree {
  const repository = "/repository";
  return {
    repository,
    working: join(repository, working),
    pathOf: (file) => {
      if (file.startsWith("$GOROOT/")) return join("/usr/local/go", file.slice(8));
      if (file.includes("@")) return join("/home/user/go/pkg/mod", file);
      return isAbsolute(file) ? file : join(repository, prefix, file);
    },
  };
}
