import { Imports } from "../callees/imports.js";
import { Program } from "../callees/program.js";
import type { BuildRecords } from "../explain/build-knowledge.js";
import { storedIn } from "../explain/kept-values.js";
import { Library } from "../explain/package-records.js";
import type { LeakFinding, Leaks } from "../records/leaks.js";
import type { EscapeRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import type { RecordKind } from "../records/vocabulary.js";
import { isCandidate } from "../report/filter.js";
import type { RecordSource } from "../sources/record-source.js";
import { recordStore } from "../sources/records-by-package.js";

/** What a story needs; report files hold the first three. */
const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "leak", "inlining", "inlined-call", "stack"]);
/** Escapes of the functions that findings are in, at most. */
const MAX_ESCAPES = 10_000;

/** Adds what the compiler says the values are stored in, where it has a record of the line. */
export async function withKeepers(
  leaks: Leaks,
  source: RecordSource,
  from: { readonly file: string | undefined; readonly directory: string },
): Promise<Leaks> {
  const wanted = leaks.findings.filter(({ file, line, unit }) => file !== null && line !== null && unit === "bytes");
  if (wanted.length === 0) return leaks;
  const program = new Program();
  const store = recordStore(from.file, from.directory);
  const escapes: EscapeRecord[] = [];
  try {
    await source.read(KINDS, {
      lazy: store.lazy ?? false,
      record: (record) => {
        program.record(record);
        if (record.kind !== "inlining" && KINDS.has(record.kind)) store.record(record);
        if (record.kind !== "escape" || escapes.length >= MAX_ESCAPES) return;
        if (wanted.some((finding) => isFileOf(record, finding))) escapes.push(detached(record));
      },
      endPackage: (importPath) => store.endPackage?.(importPath),
    });
    const build: BuildRecords = {
      program,
      imports: new Imports(program, source.imports ?? null),
      library: new Library((importPath) => store.load(importPath)),
      source: () => null,
      go: () => null,
      isOwn: () => true,
      widen: null,
    };
    return {
      ...leaks,
      findings: leaks.findings.map((finding) => explained(build, escapes, finding)),
    };
  } finally {
    await store.close();
  }
}

function explained(build: BuildRecords, escapes: readonly EscapeRecord[], finding: LeakFinding): LeakFinding {
  if (finding.unit !== "bytes") return finding;
  const inFile = escapes.filter((escape) => isFileOf(escape, finding));
  const atLine = ofSize(
    inFile.filter(({ line }) => line === finding.line),
    finding.objectBytes,
  );
  const functions = new Set(atLine.map((escape) => escape.function));
  const others = inFile.filter((escape) => functions.has(escape.function));
  const [first] = atLine.filter(isCandidate);
  return {
    ...finding,
    allocates:
      first === undefined
        ? null
        : { expression: first.expression, type: first.call === NEW_OBJECT ? first.type : null },
    keptBy: storedIn(build, atLine, others),
  };
}

/** The call of one object, and not of an array whose elements have the type. */
const NEW_OBJECT = "newobject";
/** An object takes up to a quarter more than its type: sizes of the heap are steps. */
const STEP = 1.25;

/**
 * The escapes whose values are as large as those that stay, where the compiler says it of some: a line can also allocate
 * what it gives back. All of them otherwise.
 */
function ofSize(escapes: readonly EscapeRecord[], objectBytes: number | null): readonly EscapeRecord[] {
  if (objectBytes === null) return escapes;
  const fitting = escapes.filter(
    ({ bytes, call }) =>
      call === NEW_OBJECT && bytes !== null && bytes <= objectBytes && objectBytes <= bytes * STEP + 8,
  );
  return fitting.length > 0 ? fitting : escapes;
}

/**
 * Whether a record is of the file that a profile names: by an absolute path, or with -trimpath by the import path. The
 * record's is that below the module. Programs have no import path in their functions' names.
 */
function isFileOf(record: EscapeRecord, { file, function: name }: LeakFinding): boolean {
  if (record.file === null || file === null) return false;
  const path = file.replaceAll("\\", "/");
  if (path !== record.file && !path.endsWith(`/${record.file}`)) return false;
  return name === null || record.package === null || name.startsWith("main.") || name.startsWith(`${record.package}.`);
}
