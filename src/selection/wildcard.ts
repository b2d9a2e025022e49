/** One unit of a text, any one, or any number of any. */
export type Part = string | { readonly any: "one" | "all" };

/** A test of whole texts. It takes as many steps as the lengths of both multiplied, whatever the pattern is. */
export function wildcardTest(parts: readonly Part[]): (text: string) => boolean {
  const units = parts.flatMap((part): Part[] => (typeof part === "string" ? [...part] : [part]));
  return (text) => {
    const letters = [...text];
    let at = 0;
    let unit = 0;
    /** Behind the last part that takes any number, and how far it reaches so far. */
    let retry = -1;
    let reached = 0;
    while (at < letters.length) {
      const wanted = units[unit];
      if (typeof wanted === "object" && wanted.any === "all") {
        unit++;
        retry = unit;
        reached = at;
      } else if (wanted !== undefined && (typeof wanted === "object" || wanted === letters[at])) {
        at++;
        unit++;
      } else if (retry >= 0) {
        unit = retry;
        reached++;
        at = reached;
      } else return false;
    }
    while (unit < units.length) {
      const rest = units[unit];
      if (typeof rest !== "object" || rest.any !== "all") return false;
      unit++;
    }
    return true;
  };
}
