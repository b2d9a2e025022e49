// Text that others have written, through every format of every result.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { obeyed } from "../../fuzz/mutate.js";
import { diffReports } from "../../src/diff/index.js";
import { decide, type Through } from "../../src/gate/index.js";
import { blameSchema } from "../../src/records/blame.js";
import { checkSchema } from "../../src/records/check.js";
import { jsonSchemas } from "../../src/records/json-schema.js";
import { leaksSchema } from "../../src/records/leaks.js";
import { profileReportSchema } from "../../src/records/profile.js";
import { proofSchema } from "../../src/records/prove.js";
import type { EscapeRecord } from "../../src/records/record.js";
import type { ReportHeader } from "../../src/records/report.js";
import { storiesSchema } from "../../src/records/story.js";
import { blameRenderers } from "../../src/render/blame/index.js";
import { checkRenderers } from "../../src/render/check/index.js";
import { diffRenderers } from "../../src/render/diff/index.js";
import { gateRenderers } from "../../src/render/gate/index.js";
import { leaksRenderers } from "../../src/render/leaks/index.js";
import { profileRenderers } from "../../src/render/profile/index.js";
import { proveRenderers } from "../../src/render/prove/index.js";
import { renderers } from "../../src/render/report/index.js";
import { workflowCommand } from "../../src/render/services/workflow-command.js";
import { storyRenderers } from "../../src/render/story/index.js";
import { Spool } from "../../src/report/record-spool.js";
import { Summarizer } from "../../src/report/summary.js";
import { createStyle } from "../../src/text/style.js";
import { visibleLines } from "../../src/text/visible.js";
import { valuesOf } from "../helpers/arbitrary.js";
import { escapeRecord } from "../helpers/escape.js";
import { headerOf } from "../helpers/report.js";

const style = createStyle({ color: false, hyperlinks: false, width: 80 });
/** What this program itself tells GitHub. */
const OWN = /^::(?:warning|notice|error)(?: \w+=[^:\n]*(?:,\w+=[^:\n]*)*)?::/;

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "::error title=x::y",
        " ::add-mask::x",
        "##[error]x",
        "##vso[x]",
        "\u001b[2J",
        "\u009b",
        "\u202e",
        "\0",
      ),
      fc.constantFrom("\r", "\n", "\t", "\u2028", "|", "`", '"', "a", "(*T).m", "p/q", "x.go"),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

/** One allocation that a call leads to, and a call that cannot be followed. */
function reachedBy(text: string): Through {
  const place = { function: text, file: text, line: 1 };
  const site = {
    file: text,
    line: 2,
    allocates: "maybe",
    reason: "grows",
    call: text,
    type: text,
    bytes: 8,
    loop: true,
  } as const;
  return { paths: [{ calls: [place, place], site }], unknown: [{ ...place, call: text }] };
}

const record: fc.Arbitrary<EscapeRecord> = fc
  .tuple(hostile, hostile, hostile, hostile, hostile, hostile)
  .map(([importPath, file, name, message, expression, callee]) =>
    escapeRecord({ package: importPath, file, function: name, message, expression, callee, guess: message }),
  );

function headerWith(text: string): ReportHeader {
  return {
    ...headerOf(),
    toolchain: { version: text, goos: text, goarch: text, experiment: text },
    build: { packages: [text], scope: "module", tests: false, flags: [text], modules: [text], revision: text },
    packages: [text],
  };
}

function expectVisible(format: string, pieces: Iterable<string | Uint8Array>): void {
  const text = Array.from(pieces, (piece) => Buffer.from(piece).toString()).join("");
  expect(obeyed(text, format === "github" ? OWN : null), text).toEqual([]);
}

describe("nothing that a terminal or a CI service obeys gets through", () => {
  test.each(Object.keys(renderers) as (keyof typeof renderers)[])("a report as %s", async (format) => {
    const renderer = await renderers[format]();
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), hostile, (records, text) => {
        if (renderer.kind === "summary") {
          for (const groupBy of ["cause", "function", "line", "callee"] as const) {
            const summarizer = new Summarizer({ groupBy, top: 5, all: true });
            for (const each of records) summarizer.add(each);
            const facts = headerWith(text);
            const summary = summarizer.summary();
            expectVisible(format, [renderer.render({ summary, facts, style, all: true, quiet: false, next: [text] })]);
          }
          return;
        }
        const spool = new Spool({ commas: renderer.commas ?? false });
        for (const each of records) spool.record(each);
        expectVisible(format, renderer.render(spool, { header: headerWith(text), all: true }));
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.keys(diffRenderers) as (keyof typeof diffRenderers)[])("a diff as %s", async (format) => {
    const renderer = await diffRenderers[format]();
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 3 }),
        fc.array(record, { maxLength: 3 }),
        hostile,
        (before, after, text) => {
          const side = (escapes: EscapeRecord[]) => ({
            header: headerWith(text),
            escapes,
            calls: [],
            leaks: [],
            inlining: [],
            devirtualization: [],
            inlined: null,
          });
          const diff = diffReports(side(before), side(after), { names: [text, text] });
          const context = {
            diff,
            style,
            top: 5,
            groupBy: "function",
            quiet: false,
            next: [text],
            version: "0",
          } as const;
          expectVisible(format, renderer.render({ ...context, sources: () => [text, text] }));
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(Object.keys(gateRenderers) as (keyof typeof gateRenderers)[])("a gate as %s", async (format) => {
    const { render } = await gateRenderers[format]();
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), hostile, (records, text) => {
        const side = { name: text, toolchain: headerWith(text).toolchain, build: null, revision: text, escapes: 1 };
        const gate = decide({
          packages: [],
          config: {
            hot: [text],
            budgets: [{ packages: [text], escapes: 0 }],
            exempt: [{ causes: ["loop"], reason: text }],
          },
          rules: { from: "base", file: text, changed: true },
          against: "baseline",
          before: side,
          after: side,
          escapes: records,
          added: records.map((each) => ({ ...each, reason: null, doubt: null, parts: null })),
          reasons: [],
          changed: [],
          stale: [{ package: text, function: text, message: text, cause: text, count: 1 }],
          assertions: records.map(({ file }) => ({
            kind: "none" as const,
            file: file ?? "",
            line: 1,
            text,
            from: 1,
            to: 99,
          })),
          hot: [{ subject: text, has: () => true }],
          through: { hot: new Map([[0, reachedBy(text)]]), assertions: new Map([[0, reachedBy(text)]]) },
          today: "2026-11-22",
        });
        const names = { configFile: text, baselineFile: text, command: text, version: "0", sourceLine: () => text };
        expectVisible(format, render({ gate, style, top: 5, quiet: false, ...names }));
      }),
      { numRuns: 60 },
    );
  });

  const FURTHER = [
    ["blame", blameRenderers, blameSchema],
    ["stories", storyRenderers, storiesSchema],
    ["check", checkRenderers, checkSchema],
    ["profile", profileRenderers, profileReportSchema],
    ["prove", proveRenderers, proofSchema],
    ["leaks", leaksRenderers, leaksSchema],
  ] as const;

  test.each(
    FURTHER.flatMap(([name, formats, schema]) =>
      Object.entries<() => Promise<unknown>>(formats).map(([format, load]) => [name, format, load, schema] as const),
    ),
  )("%s as %s", async (name, format, load, schema) => {
    const render = (await load()) as (result: unknown, context: object) => string;
    const context = { style, root: "/app", spanOf: () => null, raw: true, quiet: false, top: 5 };
    fc.assert(
      fc.property(valuesOf(jsonSchemas()[name] ?? {}, hostile), (value) => {
        expectVisible(format, [render(schema.parse(value), context)]);
      }),
      { numRuns: 60 },
    );
  });

  test("a workflow command, and a message on standard error", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const command = workflowCommand("error", { file: text, title: text }, text);
        expect(command.split("\n")).toHaveLength(2);
        expectVisible("github", [command]);
        expectVisible("text", [visibleLines(text)]);
      }),
    );
  });
});
