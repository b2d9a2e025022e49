import { describe, expect, test } from "vitest";
import { prepareDiff, type ReportRecords, type SourceView } from "../../src/diff/index.js";
import { GO_1_26, recordedSet, recordSetOf } from "../helpers/record-sets.js";

/** Source in which every function is the same on both sides, but those that are named, and what go.mod requires. */
function sourceWith(facts: {
  readonly edited?: readonly string[];
  readonly before?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
  readonly imports?: readonly string[];
}): SourceView {
  return {
    functionText: (side, _, name) => `func ${name}() {${facts.edited?.includes(name) === true ? side : ""}}`,
    parameters: () => null,
    imports: () => facts.imports ?? [],
    requirements: (side) => new Map(Object.entries(facts[side] ?? {})),
  };
}

const go = (version: string) => ({ toolchain: { ...GO_1_26, version } });

describe("another release of Go", () => {
  async function sides(): Promise<readonly [ReportRecords, ReportRecords]> {
    const [older, newer] = [await recordedSet("go1.24", "strconv"), await recordedSet("go1.26", "strconv")];
    const header = (records: ReportRecords, version: string) => ({
      ...records,
      header: { ...records.header, ...go(version) },
    });
    return [header(older, "go1.24.10"), header(newer, "go1.26.8")];
  }

  test("is the reason of what is new in a function that is the same", async () => {
    const diff = prepareDiff(...(await sides()))(sourceWith({}));
    expect(diff.added.length).toBeGreaterThan(3);
    const [reason, ...others] = diff.reasons.filter(({ kind }) => kind === "release-changed");
    expect(others).toEqual([]);
    expect(reason).toMatchObject({ shown: true, before: "go1.24.10", after: "go1.26.8" });
    expect(reason?.added.length).toBeGreaterThan(3);
  });

  test("is none where the function was edited, and none where modules changed too", async () => {
    const [older, newer] = await sides();
    const finish = prepareDiff(older, newer);
    const edited = [...new Set(finish(null).added.map(({ function: name }) => name ?? ""))];
    const kinds = (source: SourceView | null) => finish(source).reasons.map(({ kind }) => kind);
    expect(kinds(sourceWith({ edited }))).not.toContain("release-changed");
    expect(kinds(sourceWith({ before: { "m.org/a": "v1.0.0" }, after: { "m.org/a": "v1.1.0" } }))).not.toContain(
      "release-changed",
    );
  });

  test("is likely where the source is not at hand", async () => {
    const { reasons } = prepareDiff(...(await sides()))(null);
    expect(reasons.filter(({ kind }) => kind === "release-changed").map(({ shown }) => shown)).toEqual([false]);
  });
});

describe("another version of a module", () => {
  const printed = (escapes: boolean) => `# example.com/app
./a.go:5:6: cannot inline F: marked go:noinline
${
  escapes
    ? `./a.go:6:2: x escapes to heap in F:
./a.go:6:2:   flow: {heap} ← &x:
./a.go:6:2:     from &x (address-of) at ./a.go:7:10
./a.go:6:2:     from dep.Take(&x) (call parameter) at ./a.go:7:9
./a.go:6:2: moved to heap: x
`
    : ""
}`;
  const versions = { before: { "m.org/dep": "v1.0.0" }, after: { "m.org/dep": "v1.1.0" } };

  async function reasonWith(source: SourceView | null) {
    const [before, after] = [
      await recordSetOf(printed(false), go("go1.26.8")),
      await recordSetOf(printed(true), go("go1.26.8")),
    ];
    const { added, reasons } = prepareDiff(before, after)(source);
    expect(added).toHaveLength(1);
    return reasons[added[0]?.reason ?? -1];
  }

  test("is the reason of what is passed to it by a function that is the same", async () => {
    expect(await reasonWith(sourceWith({ ...versions, imports: ["fmt", "m.org/dep"] }))).toMatchObject({
      kind: "dependency-changed",
      shown: true,
      subject: "m.org/dep",
      before: "v1.0.0",
      after: "v1.1.0",
    });
  });

  test("is none where the function was edited, or calls another module", async () => {
    const imports = ["fmt", "m.org/dep"];
    expect(await reasonWith(sourceWith({ ...versions, imports, edited: ["F"] }))).toBeUndefined();
    expect(await reasonWith(sourceWith({ ...versions, imports: ["fmt", "m.org/other/dep"] }))).toBeUndefined();
    expect(await reasonWith(sourceWith({ before: versions.before, after: versions.before, imports }))).toBeUndefined();
    expect(await reasonWith(null)).toBeUndefined();
  });
});
