import { wordsOf } from "../../causes/cause-sentence.js";
import { visible } from "../../text/visible.js";
import type { PlacedFinding } from "../findings/index.js";
import { placeText } from "./place.js";

/** `./main.go:12:2: added: moved to heap: x [returned]`, as compilers write it. `change`: null outside of comparisons. */
export function unixLine({ record, path, line }: PlacedFinding, change: string | null): string {
  const { column, message, cause } = record;
  const place = placeText({ file: path, line, column });
  return `${visible(place)}: ${change === null ? "" : `${visible(change)}: `}${visible(wordsOf(record)(message))} [${cause}]\n`;
}
