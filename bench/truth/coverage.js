// Which lines tests ran, from `go test -coverprofile`.

/**
 * Reads a coverage profile. A line counts as run when a block that ran starts or ends on it or spans it, and no block
 * that starts on it did not run.
 * @param {string} text
 * @returns {(file: string, line: number) => boolean} asked with any path of the file: names are compared by their end
 */
export function coverage(text) {
  /** @type {Map<string, { ran: Set<number>, not: Set<number> }>} */
  const files = new Map();
  for (const row of text.split("\n")) {
    const match = /^(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/.exec(row);
    if (match === null) continue;
    const [, path = "", from, to, count] = match;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const lines = files.get(name) ?? { ran: new Set(), not: new Set() };
    files.set(name, lines);
    const set = count === "0" ? lines.not : lines.ran;
    for (let line = Number(from); line <= Number(to); line++) set.add(line);
  }
  return (file, line) => {
    const lines = files.get(file.slice(file.lastIndexOf("/") + 1));
    return lines?.ran.has(line) === true && !lines.not.has(line);
  };
}
