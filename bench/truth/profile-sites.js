// What a package's tests allocated, by function and inline stack, as the memory profile at rate 1 has it.
import { createReadStream } from "node:fs";
import { readProfile } from "../../dist/parsers/profile/index.js";

/** Packages whose frames stand between the allocation and the code that asked for it. */
const RUN_TIME = /^(?:runtime|internal\/bytealg|internal\/runtime\/\w+)\./;
/** Functions of the run time with the names of other packages, such as time.Sleep. */
const LINKED = /\/src\/(?:runtime|internal\/runtime)\//;

/** Whether a frame is the run time's, by the name of its function. */
export function isRunTime(/** @type {string | null | undefined} */ name) {
  return RUN_TIME.test(name ?? "");
}

/**
 * @typedef {object} Allocated
 * @property {string} key as {@link siteKey} makes it
 * @property {string} symbol the function that holds the code
 * @property {string} file its file, as the compiler named it
 * @property {{ file: string, line: number }} leaf the innermost place
 * @property {number} objects
 * @property {number} bytes
 */

/** The name of a place: the function with its code, and the lines from the outermost to the innermost. */
export function siteKey(/** @type {string} */ symbol, /** @type {readonly number[]} */ lines) {
  return `${symbol.replace(/\[.*\]/, "[...]")} ${lines.join(">")}`;
}

/** @returns {Promise<Allocated[]>} by place, the largest first */
export async function allocatedSites(/** @type {string} */ path) {
  const result = await readProfile(createReadStream(path));
  if (result.kind !== "profile") throw new Error(`${path} is no profile: ${JSON.stringify(result)}`);
  const { profile } = result;
  const column = (/** @type {string} */ type) => profile.sampleTypes.findIndex((each) => each.type === type);
  const [objects, bytes] = [column("alloc_objects"), column("alloc_space")];
  const sites = new Map();
  const { samples } = profile;
  for (let i = 0; i < samples.count; i++) {
    const found = siteOf([...samples.stack(i)].flatMap((index) => profile.locations[index] ?? []));
    if (found === null) continue;
    const site = sites.get(found.key) ?? { ...found, objects: 0, bytes: 0 };
    site.objects += Number(samples.exact(i, objects));
    site.bytes += Number(samples.exact(i, bytes));
    sites.set(found.key, site);
  }
  return [...sites.values()].sort((a, b) => b.bytes - a.bytes);
}

/** @param {readonly import("../../dist/parsers/profile/index.js").Location[]} stack leaf first */
function siteOf(stack) {
  for (const { frames } of stack) {
    const symbol = frames.at(-1)?.function;
    const own = frames.filter(({ function: fn }) => !isRunTime(fn?.name));
    const outermost = own.at(-1);
    if (symbol === undefined || symbol === null || outermost === undefined) continue;
    if (own.some(({ function: fn }) => LINKED.test(fn?.file ?? ""))) return null;
    const lines = own.map(({ line }) => Number(line)).reverse();
    const name = symbol.name.replace(/%([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    const leaf = { file: own[0]?.function?.file ?? "", line: lines.at(-1) ?? 0 };
    return { key: siteKey(name, lines), symbol: name, file: symbol.file, leaf };
  }
  return null;
}
