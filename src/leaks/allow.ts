import picomatch from "picomatch";
import type { LeakAllowance } from "../records/config.js";
import type { LeakFinding, Leaks } from "../records/leaks.js";
import { enclosingFunction } from "./frame.js";

/**
 * Takes out what the configuration allows, with its reason. `today`: `2026-11-22`, in UTC; what holds no longer is said
 * in a note.
 */
export function allow(leaks: Leaks, allowances: readonly LeakAllowance[], today: string): Leaks {
  const rules = allowances.map((allowance) => ({ ...allowance, matches: matcher(allowance) }));
  const findings: LeakFinding[] = [];
  const allowed = [...leaks.allowed];
  const notes = [...leaks.notes];
  for (const finding of leaks.findings) {
    const fitting = rules.filter(({ matches }) => matches(finding));
    const valid = fitting.find(({ until }) => until === undefined || until >= today);
    if (valid !== undefined) allowed.push({ finding, reason: valid.reason });
    else {
      findings.push(finding);
      const [expired] = fitting;
      if (expired !== undefined) notes.push(`allowed until ${expired.until}, and no longer: ${expired.reason}`);
    }
  }
  return { ...leaks, findings, allowed, notes };
}

function matcher({ kinds, paths, functions }: LeakAllowance): (finding: LeakFinding) => boolean {
  const isPath = paths === undefined ? null : picomatch(paths.flatMap((path) => [path, `**/${path}`]));
  const names = functions?.map(nameExpression);
  return ({ kind, file, function: name }) => {
    if (kinds?.includes(kind) === false) return false;
    if (isPath !== null && (file === null || !isPath(file.replaceAll("\\", "/").replace(/^\/+/, "")))) return false;
    if (names === undefined) return true;
    return name !== null && names.some((each) => each.test(name) || each.test(enclosingFunction(name)));
  };
}

/** `*` stands for any text, but for the star of `(*T).m`. */
function nameExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/(\\\()?\*/g, (_, open: string | undefined) => (open === undefined ? ".*" : "\\(\\*"));
  return new RegExp(`^(?:.*[./])?${source}$`);
}
