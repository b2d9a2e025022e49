/** One call, of a profile or of a result. */
interface Call {
  readonly file: string | null;
  readonly line: number | null;
  readonly function: string | null;
}

/**
 * A place as `file:line`; the function where there is no file; null where there is neither. Files of modules and of the
 * standard library are named as in builds with -trimpath, those below `root` from there.
 */
export function callPlace({ file, line, function: name }: Call, root?: string): string | null {
  if (file === null) return name;
  const shown = shownFile(file.replaceAll("\\", "/"), name, root);
  return line === null ? shown : `${shown}:${line}`;
}

function shownFile(file: string, name: string | null, root: string | undefined): string {
  if (root !== undefined && file.startsWith(`${root}/`)) return file.slice(root.length + 1);
  // net/http.(*Transport).dialConn is in …/src/net/http/transport.go.
  const importPath = /^[\w/]+(?=\.)/.exec(name ?? "")?.[0];
  const library = importPath === undefined ? -1 : file.lastIndexOf(`/src/${importPath}/`);
  if (library >= 0) return file.slice(library + "/src/".length);
  const module = /^(?:\/|[A-Za-z]:).*\/pkg\/mod\/(.+@v\d.*)$/.exec(file)?.[1];
  // The module cache writes capitals as !c.
  return module?.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? file;
}
