import type { GoFile } from "../../parsers/gosource/index.js";
import type { BuildRecords } from "./build-knowledge.js";

/** Files that are looked through for one name, at most. */
const MAX_FILES = 300;

/** What the source declares under a name, first in one package; null where it is both, or neither. */
export function declaredAs(
  build: BuildRecords,
  importPath: string | null,
  name: string,
): "interface-call" | "func-value" | null {
  if (importPath === null) return null;
  const [own, others] = filesAround(build, importPath);
  return kindIn(build, own, name) ?? kindIn(build, others, name);
}

/** Whether an interface of the user's modules, or a well-known one, has a method of that name. */
export function isAskedFor(build: BuildRecords, importPath: string | null, method: string): boolean {
  if (KNOWN.has(method)) return true;
  if (importPath === null) return false;
  return filesAround(build, importPath)
    .flat()
    .some((file) => membersOf(build, file, method).isInterfaceMethod);
}

/** Whether a function is passed on as a value: then its parameters and results are those of a func type. */
export function isPassedOn({ program, source }: BuildRecords, importPath: string | null, name: string): boolean {
  if (importPath === null || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return false;
  const ofBuild = passedOn.get(program) ?? new Map<string, boolean>();
  passedOn.set(program, ofBuild);
  const key = `${importPath} ${name}`;
  const before = ofBuild.get(key);
  if (before !== undefined) return before;
  const use = new RegExp(`(?<![\\p{L}\\p{N}_.]|func )${name}(?![\\p{L}\\p{N}_(\\[:])`, "u");
  let isWhole = true;
  for (const file of program.filesOf(importPath)) {
    const lines = source(file);
    isWhole &&= lines !== null;
    const isUse = (line: string) => line.includes(name) && use.test(line.replace(NO_CODE, ""));
    if (lines?.some(isUse) !== true) continue;
    ofBuild.set(key, true);
    return true;
  }
  // A file can be at hand when it is asked for again.
  if (isWhole) ofBuild.set(key, false);
  return false;
}

const passedOn = new WeakMap<BuildRecords["program"], Map<string, boolean>>();
const NO_CODE = /\/\/.*$|"(?:[^"\\]|\\.)*"/g;

/** Methods of interfaces of the standard library, by which its packages call what others wrote. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    "String GoString Error Format Unwrap Is As Read Write Close ReadAt WriteAt ReadFrom WriteTo ReadByte WriteByte " +
    "ReadRune Seek WriteString Len Less Swap Push Pop ServeHTTP RoundTrip MarshalJSON UnmarshalJSON MarshalText " +
    "UnmarshalText AppendText MarshalBinary UnmarshalBinary AppendBinary MarshalXML UnmarshalXML GobEncode GobDecode " +
    "Scan Value Open Exec Query Prepare Begin Next Columns Stat ReadDir Lock Unlock LogValue Handle Enabled " +
    "WithAttrs WithGroup Set Get Accept Addr LocalAddr RemoteAddr Deadline Done Err"
  ).split(" "),
);

/** The files of a package, and those of the user's other ones. */
function filesAround({ program, isOwn }: BuildRecords, importPath: string): readonly [string[], string[]] {
  const others = [...program.importPaths].filter((path) => path !== importPath && isOwn(path));
  const files = others.flatMap((path) => [...program.filesOf(path)]);
  return [[...program.filesOf(importPath)], files.slice(0, MAX_FILES)];
}

function kindIn(build: BuildRecords, files: readonly string[], name: string): "interface-call" | "func-value" | null {
  const found = files.map((file) => membersOf(build, file, name));
  const isField = found.some((each) => each.isField);
  if (found.some((each) => each.isInterfaceMethod)) return isField ? null : "interface-call";
  return isField ? "func-value" : null;
}

type Members = ReturnType<GoFile["membersNamed"]>;

/** Stories ask for the same few names again and again, and reading a file takes long. */
const known = new WeakMap<BuildRecords["program"], Map<string, Members>>();

function membersOf({ program, source, go }: BuildRecords, file: string, name: string): Members {
  const ofBuild = known.get(program) ?? new Map<string, Members>();
  known.set(program, ofBuild);
  const key = `${name} ${file}`;
  let found = ofBuild.get(key);
  if (found === undefined) {
    const lines = source(file);
    // It may be there when it is asked for again.
    if (lines === null) return NO_MEMBERS;
    const isThere = lines.some((line) => line.includes(name));
    found = (isThere ? go(file, (each) => each.membersNamed(name)) : null) ?? NO_MEMBERS;
    ofBuild.set(key, found);
  }
  return found;
}

const NO_MEMBERS: Members = { isField: false, isInterfaceMethod: false };
