import type { Diff } from "../../records/diff.js";
import { jsonText } from "../../text/json.js";
import type { DiffRenderer } from "./context.js";

/** The whole diff: what other programs read. A record a line, so that it can be compared with line-based tools. */
export const json: DiffRenderer = {
  render: ({ diff }) => pieces(diff),
};

function* pieces(diff: Diff): Generator<string> {
  yield "{\n";
  const fields = Object.entries(diff);
  for (const [i, [name, value]] of fields.entries()) {
    const end = i === fields.length - 1 ? "\n" : ",\n";
    if (!Array.isArray(value) || value.length === 0) {
      yield `  ${jsonText(name)}: ${jsonText(value)}${end}`;
      continue;
    }
    yield `  ${jsonText(name)}: [\n`;
    for (const [j, each] of value.entries()) yield `${jsonText(each)}${j === value.length - 1 ? "" : ","}\n`;
    yield `  ]${end}`;
  }
  yield "}\n";
}
