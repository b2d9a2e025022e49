import type { StackFrame } from "../records/record.js";
import { type CompactCode, STAND_INS } from "./compact-code.js";
import { recordedCall } from "./run-time-calls.js";
import type { PackageCode, Site } from "./site.js";

/**
 * Gives compact code the form that decisions are joined with. `mapFile` names a file as records do. Throws where numbers
 * lead nowhere.
 */
export function packageCode(code: CompactCode, mapFile: (file: string) => string): PackageCode {
  const files = code.files.map((file) => (file === "" ? "" : mapFile(file)));
  const name = (index: number | undefined) => at(code.names, index);
  const file = (index: number | undefined) => at(files, index);
  const functions = new Map<string, boolean>();
  for (let i = 0; i < code.functions.length; i += 2)
    functions.set(name(code.functions[i]), code.functions[i + 1] === 1);
  const lines = new Map<string, CodeLines>();
  for (const [index, ...steps] of code.lines) {
    const known = lines.get(file(index));
    if (known === undefined) lines.set(file(index), new CodeLines(steps));
    else known.add(steps);
  }
  const standIns = new Map<string, (typeof STAND_INS)[number]>();
  for (let i = 0; i < code.standIns.length; i += 3) {
    standIns.set(`${file(code.standIns[i])}:${code.standIns[i + 1]}`, at(STAND_INS, code.standIns[i + 2]));
  }
  return {
    sites: code.sites.map(siteOf),
    functions,
    files: new Set(code.own.map(file)),
    lines,
    standIns,
    typeArguments: new Map(code.typeArguments.map(([copy, ...types]) => [name(copy), new Set(types.map(name))])),
  };

  function siteOf(site: readonly number[]): Site {
    const [holder, callee, type = -1, bytes = -1, flags = 0, place, line = 0] = site;
    const call = name(callee);
    const runTime = recordedCall(call);
    if (runTime === null) throw new Error(`${call} does not allocate`);
    return {
      function: name(holder),
      file: file(place),
      line,
      stack: stackOf(site),
      call,
      runTime,
      type: type < 0 ? null : name(type),
      bytes: bytes < 0 ? null : bytes,
      loop: fact(flags),
      conditional: fact(flags >> 2),
      panics: fact(flags >> 4),
    };
  }

  function stackOf(site: readonly number[]): StackFrame[] {
    const stack: StackFrame[] = [];
    for (let i = HEAD; i < site.length; i += FRAME) {
      const place = file(site[i]);
      const line = site[i + 1] ?? 0;
      const holder = site[i + 2] ?? -1;
      stack.push({
        function: holder < 0 ? null : name(holder),
        file: place === "" ? null : place,
        line: line === 0 ? null : line,
      });
    }
    return stack;
  }
}

/** Numbers of a site before those of its frames, and of a frame. */
const HEAD = 5;
const FRAME = 3;

/** Lines of a file with code. Few files are asked for any, so they stay as they are kept until then. */
class CodeLines {
  private readonly left: (readonly number[])[];
  private readonly lines = new Set<number>();

  constructor(steps: readonly number[]) {
    this.left = [steps];
  }

  add(steps: readonly number[]): void {
    this.left.push(steps);
  }

  has(line: number): boolean {
    for (const steps of this.left.splice(0)) {
      let at = 0;
      for (const step of steps) {
        at += step;
        this.lines.add(at);
      }
    }
    return this.lines.has(line);
  }
}

function at<T>(list: readonly T[], index: number | undefined): T {
  const found = index === undefined ? undefined : list[index];
  if (found === undefined) throw new Error("a number leads nowhere");
  return found;
}

function fact(flags: number): boolean | null {
  const bits = flags & 3;
  return bits === 0 ? null : bits === 2;
}
