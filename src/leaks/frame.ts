/** One call of a stack, as profiles and texts of goroutines have it. */
export interface Frame {
  readonly function: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** First parts of import paths that belong to the standard library. A module can be named like one, see below. */
const STANDARD_ROOTS: ReadonlySet<string> = new Set(
  `archive arena bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt
   go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime simd slices
   sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak`.split(/\s+/),
);

/** The import path of a function: `net/http` for `net/http.(*conn).serve`; "" for what is no Go function. */
function packageOf(name: string): string {
  const bracket = name.search(/[([]/);
  const path = bracket < 0 ? name : name.slice(0, bracket);
  const dot = path.indexOf(".", path.lastIndexOf("/") + 1);
  return dot < 0 ? "" : path.slice(0, dot);
}

/** Functions that are declared in one package of the library and written in the run time: `time.Sleep`. */
const RUN_TIME_FILE = /\/src\/(?:internal\/)?runtime\/[^@]*$/;

/**
 * Whether a call is in the standard library, or in what a compiler or C has made: nothing that a reader can change. A
 * module called `log` is told from the library by its files, unless they are trimmed.
 */
export function isStandard(frame: Frame): boolean {
  const path = packageOf(frame.function);
  if (path === "" || path.includes(":")) return true;
  if (!STANDARD_ROOTS.has(path.split("/", 1)[0] ?? "")) return false;
  const { file } = frame;
  if (file === null || !/^(?:\/|[A-Za-z]:)/.test(file)) return true;
  const slashed = file.replaceAll("\\", "/");
  return slashed.includes(`/src/${path}/`) || RUN_TIME_FILE.test(slashed);
}

/** Whether a call is in a module that the program uses, by its files: those of a module cache have a version. */
export function isDependency({ file }: Frame): boolean {
  return file !== null && /(?:^|[\\/])[^\\/]+@v\d[^\\/]*[\\/]/.test(file);
}

/** Whether a call is one of the run time's own, which texts of goroutines leave out and profiles do not. */
export function isRuntime(frame: Frame): boolean {
  return frame.function.startsWith("runtime.") || frame.function.startsWith("runtime/");
}

/** The function that a closure was written in: `main.serve` for `main.serve.func1.2` and `main.serve.gowrap1`. */
export function enclosingFunction(name: string): string {
  return name.replace(/(?:[.-](?:func\d+|gowrap\d+|deferwrap\d+|range\d+|\d+))+$/, "");
}

/** Two places are one line. */
export function sameLine(a: Frame, b: Frame): boolean {
  return a.file !== null && a.file === b.file && a.line === b.line;
}
