import { describe, expect, test } from "vitest";
import { assertionsOf, decide, type GateInput, NOT_FOLLOWED, subjectOf } from "../../src/gate/index.js";
import type { Config, Selector } from "../../src/records/config.js";
import { gateSchema } from "../../src/records/gate.js";
import type { EscapeRecord } from "../../src/records/record.js";
import { sampleEscapes } from "./records.js";

const [x, n] = await sampleEscapes();
const SIDE = {
  name: "main",
  toolchain: null,
  build: { packages: ["./..."], scope: "module", tests: false, flags: [], modules: ["example.com/app"] },
  revision: null,
  escapes: 2,
} satisfies GateInput["after"];

function gate(config: Config, added: readonly EscapeRecord[] = [], more: Partial<GateInput> = {}) {
  const result = decide({
    packages: [],
    config,
    against: "revision",
    before: SIDE,
    after: SIDE,
    escapes: [x, n],
    added: added.map((record) => ({ ...record, reason: null, doubt: null, parts: null })),
    reasons: [],
    stale: [],
    changed: [],
    rules: { from: "head", file: null, changed: false },
    assertions: [],
    hot: [],
    through: NOT_FOLLOWED,
    today: "2026-11-22",
    ...more,
  });
  return gateSchema.parse(result);
}

/** The rules that fail, and what they count. */
function failures(...args: Parameters<typeof gate>) {
  return gate(...args).failures.map(({ rule, subject, allowed, escapes }) => [
    rule,
    subject,
    allowed,
    escapes.map(subjectOf).join(" "),
  ]);
}

describe("new allocations", () => {
  test("fail by default, each of them", () => {
    expect(failures({}, [n])).toEqual([["new", null, 0, "n"]]);
    expect(failures({}, [])).toEqual([]);
  });

  test("pass up to the number that is allowed", () => {
    expect(failures({ new: { allowed: 1 } }, [n])).toEqual([]);
    expect(failures({ new: { allowed: 1 } }, [x, n])).toEqual([["new", null, 1, "x n"]]);
  });

  test.each<[string, Selector]>([
    ["a package below the module", { packages: ["p"] }],
    ["a package and those below, as in go", { packages: ["./p/..."] }],
    ["a whole import path", { packages: ["example.com/app/p"] }],
    ["a directory", { paths: ["p"] }],
    ["a function", { functions: ["Box"] }],
    ["a cause", { causes: ["interface-conversion"] }],
  ])("are counted by the rule for %s", (_, selector) => {
    const rule = { ...selector, allowed: 1 };
    expect(failures({ new: { rules: [rule] } }, [n])).toEqual([]);
    expect(failures({ new: { rules: [{ ...rule, allowed: "any" }] } }, [n])).toEqual([]);
    expect(failures({ new: { rules: [{ ...rule, allowed: 0 }] } }, [n])).toHaveLength(1);
  });

  test("are counted by the first rule that fits, and by the default where none does", () => {
    const rules = [
      { functions: ["Box"], allowed: 0 },
      { packages: ["p"], allowed: "any" as const },
    ];
    expect(failures({ new: { rules } }, [x, n])).toEqual([["new", "Box", 0, "n"]]);
    expect(failures({ new: { rules: [{ packages: ["q"], allowed: "any" }] } }, [n])).toEqual([["new", null, 0, "n"]]);
  });
});

describe("a budget", () => {
  test("counts old and new allocations together", () => {
    expect(failures({ budgets: [{ packages: ["p/..."], escapes: 1 }] })).toEqual([["budget", "p/...", 1, "x n"]]);
    expect(failures({ budgets: [{ packages: ["p/..."], escapes: 2 }] })).toEqual([]);
    expect(failures({ budgets: [{ packages: ["q/..."], escapes: 0 }] })).toEqual([]);
  });

  test("can forbid a cause", () => {
    expect(failures({ budgets: [{ packages: ["p"], forbid: ["interface-conversion"] }] })).toEqual([
      ["forbidden-cause", "interface-conversion in p", 0, "n"],
    ]);
    expect(failures({ budgets: [{ forbid: ["loop"] }] })).toEqual([]);
  });
});

describe("a hot function", () => {
  test("may have no allocation, nor may its closures", () => {
    expect(failures({ hot: ["New"] })).toEqual([["hot-function", "New", 0, "x"]]);
    expect(failures({ hot: ["New"] }, [], { escapes: [{ ...x, function: "New.func1.2" }] })).toHaveLength(1);
    expect(failures({ hot: [{ function: "New", packages: ["q"] }] })).toEqual([]);
    expect(failures({ hot: ["Ne"] })).toEqual([]);
  });

  test("can be a method of a pointer, and one of a generic type", () => {
    const method = { ...x, function: "(*Encoder).Encode" };
    expect(failures({ hot: ["(*Encoder).Encode"] }, [], { escapes: [method] })).toHaveLength(1);
    expect(failures({ hot: ["Gen"] }, [], { escapes: [{ ...x, function: "Gen[go.shape.int]" }] })).toHaveLength(1);
  });
});

describe("an exemption", () => {
  const exempt = [{ functions: ["Box"], reason: "runs once" }];

  test("takes allocations out of every rule", () => {
    const config: Config = { exempt, hot: ["Box"], budgets: [{ escapes: 1 }] };
    const { passed, exemptions } = gate(config, [n]);
    expect(passed).toBe(true);
    expect(exemptions).toEqual([{ reason: "runs once", until: null, state: "used", escapes: 1 }]);
  });

  test("holds to the end of its last day and is told to have expired after it", () => {
    const until = (day: string) => gate({ exempt: [{ functions: ["Box"], reason: "for now", until: day }] }, [n]);
    expect(until("2026-11-22").passed).toBe(true);
    expect(until("2026-11-21").passed).toBe(false);
    expect(until("2026-11-21").exemptions).toMatchObject([{ state: "expired", escapes: 1 }]);
  });

  test("can name the very expression", () => {
    expect(gate({ exempt: [{ expressions: ["n"], reason: "fine" }] }, [n]).passed).toBe(true);
    expect(gate({ exempt: [{ expressions: ["m"], reason: "fine" }] }, [n])).toMatchObject({
      passed: false,
      exemptions: [{ state: "unused" }],
    });
  });
});

describe("a comment in the source", () => {
  const lines = ["package p", "", "func New() *int {", "\tx := 1 //escape:none", "\treturn &x", "}"];
  test("fails when something escapes there, whether it is new or not", async () => {
    const assertions = await assertionsOf("p/p.go", lines);
    const [failure, ...others] = gate({}, [], { assertions }).failures;
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ rule: "assertion", subject: "//escape:none", file: "p/p.go", line: 4, found: 1 });
  });

  test("is stronger than an exemption", async () => {
    const assertions = await assertionsOf("p/p.go", lines);
    expect(gate({ exempt: [{ functions: ["New"], reason: "fine" }] }, [], { assertions }).passed).toBe(false);
  });
});

describe("an upgrade of Go", () => {
  const side = (version: string) => ({ ...SIDE, toolchain: { version, goos: "linux", goarch: "amd64" } });
  const reason: GateInput["reasons"][number] = {
    kind: "release-changed",
    shown: true,
    package: null,
    function: "",
    file: null,
    line: null,
    column: null,
    subject: null,
    before: "go1.24.10",
    after: "go1.25.4",
    added: [1],
  };
  /** Two new allocations, the second of which is new by the release. */
  const under = (config: Config, before: string, after: string, against: GateInput["against"] = "revision") =>
    gate(config, [], {
      against,
      before: side(before),
      after: side(after),
      reasons: against === "baseline" ? [] : [reason],
      added: [x, n].map((record, i) => ({
        ...record,
        reason: i === 1 && against !== "baseline" ? 0 : null,
        doubt: null,
        parts: null,
      })),
    }).failures.map(({ rule, subject, found }) => `${rule} ${subject}: ${found}`);

  test("has an allowance of its own, where the rules give it one", () => {
    expect(under({ new: { upgrade: "any" } }, "go1.24.10", "go1.25.4")).toEqual(["new null: 1"]);
    expect(under({ new: { upgrade: "any" } }, "go1.25.1", "go1.25.4")).toEqual(["new null: 2"]);
    expect(under({ new: { allowed: "any", upgrade: 0 } }, "go1.24.10", "go1.25.4")).toEqual([
      "upgrade go1.24.10 to go1.25.4: 1",
    ]);
    expect(under({ new: { allowed: "any" } }, "go1.24.10", "go1.25.4")).toEqual([]);
    expect(under({}, "go1.24.10", "go1.25.4")).toEqual(["new null: 2"]);
  });

  test("is all that a baseline of another release can tell", () => {
    expect(under({ new: { upgrade: "any" } }, "go1.24.10", "go1.25.4", "baseline")).toEqual([]);
  });
});

describe("of two allocations that look alike", () => {
  test("just as many are new as were added", () => {
    const { failures: found } = gate({ budgets: [{ escapes: 1 }], new: { allowed: 9 } }, [n], { escapes: [n, n, x] });
    expect(found[0]?.escapes.map((record) => `${subjectOf(record)} ${record.isNew}`)).toEqual([
      "n true",
      "x false",
      "n false",
    ]);
  });
});
