import { readFileSync } from "node:fs";
import { join } from "node:path";
import { storyTable } from "../../dist/src/render/story/table.js";
import { createStyle } from "../../dist/src/text/style.js";

/** A story as explain prints it, with what helps at the place alone of the advice. @param {any} story */
export function toldText(story) {
  const stories = /** @type {any} */ ({
    match: "exact",
    hint: null,
    matches: 1,
    sites: [],
    stories: [story],
    undecided: [],
    leaks: [],
  });
  const style = createStyle({ color: false, hyperlinks: false, width: 100 });
  const text = storyTable(stories, { style, root: undefined, spanOf: () => null, raw: true, quiet: true });
  return `${text}Helps: ${story.noRemedy ?? story.remedies.join(" | ")}\n`;
}

/** The lines around the places that a story names, as far as they stand in the module. @param {any} story @param {string} root @param {number} more */
export function around({ escape, origin, steps, end }, root, more) {
  /** @type {Map<string, Set<number>>} */
  const wanted = new Map();
  for (const place of [escape, origin, ...steps, end]) {
    const { file = null, line = null } = place ?? {};
    if (file === null || line === null) continue;
    const lines = wanted.get(file) ?? new Set();
    for (let at = Math.max(1, line - more); at <= line + more; at++) lines.add(at);
    wanted.set(file, lines);
  }
  const parts = [...wanted].map(([file, lines]) => {
    const text = textOf(file, root);
    if (text === null) return `--- ${file}: not at hand`;
    const rows = text.split("\n");
    const shown = [...lines].sort((a, b) => a - b).filter((line) => line <= rows.length);
    return [`--- ${file}`, ...shown.map((line) => `${String(line).padStart(6)} ${rows[line - 1]}`)].join("\n");
  });
  return parts.join("\n");
}

/** @param {string} file @param {string} root */
function textOf(file, root) {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return null;
  }
}
