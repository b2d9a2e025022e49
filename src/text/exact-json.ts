/**
 * JSON in which bigints are numbers with all their digits. JSON.stringify takes none; what stands for them meanwhile is
 * chosen so that no text of the value can be taken for it.
 */
export function exactJson(value: unknown, indent?: number): string {
  let sign = "#";
  const isInt = (_: string, each: unknown) => (typeof each === "bigint" ? "" : each);
  const texts = JSON.stringify(value, isInt);
  while (texts.includes(sign)) sign += "#";
  const json = JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${sign}${each}` : each), indent);
  return json.replace(new RegExp(`"${sign}(-?\\d+)"`, "g"), "$1");
}
