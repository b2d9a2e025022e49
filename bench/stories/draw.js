// Draws stories at random to be read against the source: node bench/stories/draw.js --seed 1 --set counted
// [--count 60] [--directory DIR] [--around 4] [--list]. What never allocates has no way to be told, and is left out.
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fetched, run } from "../truth/modules.js";
import { SETS } from "./modules.js";
import { around, toldText } from "./told.js";

const CLI = join(import.meta.dirname, "..", "..", "bin", "escape-report.js");

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    set: { type: "string", default: "counted" },
    count: { type: "string", default: "60" },
    directory: { type: "string" },
    around: { type: "string", default: "0" },
    list: { type: "boolean", default: false },
  },
});
const modules = SETS[/** @type {keyof typeof SETS} */ (values.set)];
if (modules === undefined) throw new Error(`No set ${values.set}: ${Object.keys(SETS).join(", ")}.`);
const directory = values.directory ?? mkdtempSync(join(tmpdir(), "stories-"));
const random = generator(Number(values.seed));
let number = 0;
for (const [i, module] of modules.entries()) {
  const count = Math.floor(((i + 1) * Number(values.count)) / modules.length) - number;
  const place = join(directory, module.replace(/[^\w.-]+/g, "_"));
  mkdirSync(place, { recursive: true });
  const root = existsSync(join(place, "module")) ? join(place, "module") : fetched(module, place);
  const { stories } = JSON.parse(
    run(process.execPath, [CLI, "explain", "*", "--top", "1000000", "--format", "json", "--quiet"], root),
  );
  const told = stories.filter((/** @type {any} */ { escape }) => escape.allocates !== "no");
  for (const story of drawn(told, count)) {
    number++;
    const { file, line, column, expression } = story.escape;
    const where = `${file}:${line}:${column}`;
    if (values.list) {
      console.log(`${number}\t${module}\t${where}\t${expression}\t${story.end.kind}`);
      continue;
    }
    console.log(`${"=".repeat(20)} ${number}. ${module} ${where}\n\n${toldText(story)}`);
    if (Number(values.around) > 0) console.log(around(story, root, Number(values.around)));
  }
}

/** `count` of the items, each as likely as the others, in their order. @template T @param {T[]} items @param {number} count @returns {T[]} */
function drawn(items, count) {
  const left = items.map((_, at) => at);
  for (let at = 0; at < Math.min(count, left.length); at++) {
    const other = at + Math.floor(random() * (left.length - at));
    [left[at], left[other]] = [/** @type {number} */ (left[other]), /** @type {number} */ (left[at])];
  }
  return left
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((at) => /** @type {T} */ (items[at]));
}

/** Numbers from 0 to 1 that follow from the seed: mulberry32. @param {number} seed */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
