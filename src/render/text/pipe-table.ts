/** A Markdown table of cells that are Markdown already. The first `figures` columns are aligned to the right. */
export function pipeTable(head: readonly string[], rows: readonly (readonly string[])[], figures = 0): string {
  const rule = head.map((_, i) => (i < figures ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
