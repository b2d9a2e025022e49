// Holds the report of a package against what its tests allocated.
import { siteKey } from "./profile-sites.js";

/** @typedef {Record<string, any>} Line a record as the report prints it */

/** @param {Line} record */
function isTiny({ call, type, bytes }) {
  return (
    bytes !== null &&
    bytes < 16 &&
    /^(?:newobject|mallocgcTiny\w*)$/.test(call) &&
    !/[*[(]|map|chan|func|string|interface/.test(type ?? "")
  );
}

/**
 * @param {readonly Line[]} records escapes and allocations of the package
 * @param {string} importPath
 * @param {readonly import("./profile-sites.js").Allocated[]} allocated
 * @param {(file: string, line: number) => boolean} covered whether the tests ran a line
 */
export function compare(records, importPath, allocated, covered) {
  const own = allocated.filter(({ symbol, file }) => symbol.startsWith(`${importPath}.`) && !file.endsWith("_test.go"));
  const ran = new Map(own.map((site) => [site.key, site]));
  const claims = new Map();
  const refused = new Map();
  let yes = 0;
  let yesRight = 0;
  let maybe = 0;
  let maybeRight = 0;
  const wrongYes = [];
  const counted = new Set();
  for (const record of records) {
    const { allocates, line, file, stack } = record;
    if (line === null || file === null || file.endsWith("_test.go")) continue;
    const lines = stack === null ? [line] : stack.map((/** @type {Line} */ frame) => frame.line ?? 0);
    const key = siteKey(`${importPath}.${record.function}`, record.call === null ? [line] : lines);
    if (allocates === "no") refused.set(key, record);
    if (record.call === null) continue;
    claims.set(key, [...(claims.get(key) ?? []), record]);
    // The judge does not see them: package initialization runs before the rate is set, and an object without pointers
    // below 16 bytes that fits an open block is not recorded.
    if (/^init(?:\.|$)/.test(record.function ?? "") || isTiny(record)) continue;
    if (!covered(file, line)) continue;
    const claim = `${key} ${allocates}`;
    if (counted.has(claim)) continue;
    counted.add(claim);
    const right = ran.has(key);
    if (allocates === "yes") {
      yes++;
      if (right) yesRight++;
      else wrongYes.push(record);
    } else {
      maybe++;
      if (right) maybeRight++;
    }
  }
  const missed = own.filter(({ key }) => !claims.has(key));
  const denied = missed.filter(({ key }) => refused.has(key));
  const bytes = own.reduce((sum, site) => sum + site.bytes, 0);
  const bytesUnderYes = own.reduce(
    (sum, site) =>
      sum + ((claims.get(site.key) ?? []).some((/** @type {Line} */ r) => r.allocates === "yes") ? site.bytes : 0),
    0,
  );
  const counts = {
    allocating: own.length,
    found: own.length - missed.length,
    yes,
    yesRight,
    maybe,
    maybeRight,
    denied: denied.length,
    bytes,
    bytesUnderYes,
  };
  return { counts, missed, denied, wrongYes };
}
