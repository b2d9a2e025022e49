// Packages of one name in one program: the compiler prints their functions alike.
import { describe, expect, test } from "vitest";
import { escapeSchema } from "../../src/records/record.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const store = (body: string) => `package store\n\nvar kept []*int\n\n${body}`;
const NOINLINE = "//go:noinline\n";
const KEEP = `${NOINLINE}func Keep(p *int) { kept = append(kept, p) }\n\n`;

const FILES = {
  "go.mod": "module example.com/two\n\ngo 1.21\n",
  "a/store/a.go": store(`${KEEP}${NOINLINE}func Both(p *int) int { return *p }\n`),
  "b/store/b.go": store(
    `${NOINLINE}func Hold(p *int) { kept = append(kept, p) }\n\n${NOINLINE}func Both(p *int) { kept = append(kept, p) }\n`,
  ),
  "use/use.go": `package use

import (
	astore "example.com/two/a/store"
	bstore "example.com/two/b/store"
)

func A() { x := 1; astore.Keep(&x) }

func B() { x := 1; bstore.Hold(&x) }

func C() { x := 1; bstore.Both(&x) }

func D() int { x := 1; return astore.Both(&x) }
`,
};

describe.skipIf(withoutGo)("calls of two packages of one name", () => {
  test("are calls of known functions, whichever is imported first", async () => {
    const { stdout } = await runCli(["build", "./use", "--format", "ndjson"], { cwd: makeDirectory(FILES) });
    const lines = stdout.split("\n").filter((line) => line !== "");
    const escapes = lines
      .map((line) => escapeSchema.parse(JSON.parse(line)))
      .filter(({ file }) => file === "use/use.go");
    expect(escapes.map(({ line, callee, cause, guess }) => [line, callee, cause, guess])).toEqual([
      [8, "store.Keep", "call-argument", null],
      [10, "store.Hold", "call-argument", null],
      [12, "store.Both", "call-argument", null],
    ]);
  });

  test("are blamed on the one that keeps the value", async () => {
    const { stdout } = await runCli(["blame", "--format", "json"], { cwd: makeDirectory(FILES) });
    const culprits: { name: string; parameter: string; file: string }[] = JSON.parse(stdout).culprits;
    const both = culprits.filter(({ name }) => name === "store.Both");
    expect(both).toMatchObject([{ parameter: "p", file: "b/store/b.go" }]);
  });
});
