/** What terminals and CI services obey, what breaks tables and parsers, and numbers at the edges. */
const HOSTILE = [
  "\u001b]0;owned\u0007",
  "\u001b[2J",
  "\u009b31m",
  "\u202egnp.exe",
  "\u2066",
  "\u2028",
  "\0",
  "\r",
  "\n::error title=owned::x\n",
  " ::add-mask::x",
  "##[error]owned",
  "##vso[task.complete result=Failed]",
  "__proto__",
  "constructor",
  "\ud800",
  "🎉".repeat(40),
  "é",
  "a\u0301\u0301\u0301\u0301",
  '"',
  "\\",
  "`|<b>@x #1",
  "-1",
  "0",
  "99999999999999999999",
  "null",
  "{}",
  "[[[[[[[[",
  "../../../etc/passwd",
  "/proc/self/environ",
  "/dev/zero",
  "\t",
  "\n",
  ",",
  "# p/q [p/q.test]\n",
  "./x.go:0:0: moved to heap: x\n",
  "./::error::x.go:1:2: moved to heap: x\n",
];
/** Mutated input is at most so long. */
const MAX_BYTES = 400_000;

/**
 * A few changes to the bytes of a sample: bits, pieces left out, repeated or moved, hostile words, and parts of another.
 * @param {Buffer} sample @param {Buffer} other @param {import("./random.js").Random} random
 * @returns {Buffer}
 */
export function mutate(sample, other, random) {
  let bytes = Buffer.from(sample.subarray(0, MAX_BYTES));
  if (random.below(4) !== 0) bytes = withWords(bytes, random);
  if (random.below(3) === 0) return bytes;
  for (let changes = 1 + random.below(6); changes > 0; changes--) {
    const at = random.below(bytes.length + 1);
    const length = random.below(Math.min(4000, bytes.length - at) + 1);
    switch (random.below(8)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes = joined(bytes.subarray(0, at), bytes.subarray(at + length));
        break;
      case 2:
        bytes = joined(
          bytes.subarray(0, at),
          ...new Array(1 + random.below(60)).fill(bytes.subarray(at, at + length)),
          bytes.subarray(at),
        );
        break;
      case 3:
        bytes = joined(bytes.subarray(at), bytes.subarray(0, at));
        break;
      case 4: {
        const from = random.below(other.length + 1);
        bytes = joined(bytes.subarray(0, at), other.subarray(from, from + random.below(4000)), bytes.subarray(at));
        break;
      }
      case 5:
        bytes = bytes.subarray(0, at);
        break;
      default: {
        const word = Buffer.from(random.of(HOSTILE).repeat(random.below(10) === 0 ? 500 : 1));
        bytes = joined(bytes.subarray(0, at), word, bytes.subarray(at + random.below(30)));
      }
    }
    if (bytes.length > MAX_BYTES) bytes = Buffer.from(bytes.subarray(0, MAX_BYTES));
  }
  return bytes;
}

/**
 * Puts hostile words into names, places and texts, so that the lines stay what they are and reach the output.
 * @param {Buffer} bytes @param {import("./random.js").Random} random
 */
function withWords(bytes, random) {
  const lines = bytes.toString("utf8").split("\n");
  const isJson = lines[0]?.startsWith("{") === true;
  for (let words = 5 + random.below(100); words > 0; words--) {
    const i = random.below(lines.length);
    const line = lines[i] ?? "";
    const word = random.of(HOSTILE).replaceAll("\n", "");
    const names = [...line.matchAll(isJson ? /[\w.*()]+(?=[^":{}[\],]*"[,}])/g : /[\w.]+/g)];
    if (names.length === 0) continue;
    const { 0: name, index } = random.of(names);
    const put = isJson ? JSON.stringify(word).slice(1, -1) : word;
    lines[i] = line.slice(0, index) + put + line.slice(random.below(2) === 0 ? index : index + name.length);
  }
  return Buffer.from(lines.join("\n")).subarray(0, MAX_BYTES);
}

/** @param {Buffer[]} parts */
function joined(...parts) {
  return Buffer.concat(parts);
}

/**
 * What a terminal or a CI service would obey in a text: nothing, in what is fit to be shown. `own`: what this program says
 * to the service itself.
 * @param {string} text @param {RegExp | null} own
 * @returns {string[]}
 */
export function obeyed(text, own = null) {
  const lines = text
    .split("\n")
    .filter((line) => (/^\s*::/.test(line) && own?.test(line) !== true) || /##(?:\[|vso\[)/.test(line));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return [...lines, ...(text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu) ?? [])];
}
