// What a trial leaves out, of what it compiles and reads, changes no answer.
import { describe, expect, test, vi } from "vitest";
import { loadGoReader } from "../../parsers/gosource/index.js";
import { overlaidFiles } from "../../src/cli/try/edited-files.js";
import { neutralise } from "../../src/cli/try/neutralise.js";
import type { SiteRecord } from "../../src/records/record.js";
import type { Difference, TriedCulprit } from "../../src/records/try.js";
import { TrialBuild } from "../../src/sources/trial-build.js";
import { leakingParameters } from "../../src/try/culprits.js";
import { balancing } from "../../src/try/rewrite.js";
import { siteDifference, sitesOf } from "../../src/try/site-lists.js";
import { makeDirectory } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

/** A parameter that no other package can name, which those that import it see all the same, or do not. */
const MODULE = {
  "go.mod": "module example.com/m\n\ngo 1.22\n",
  "keep/keep.go": `package keep

var kept *int

//go:noinline
func keep(p *int) { kept = p }

// Through passes on what it is given: its parameter leaks for that alone.
//
//go:noinline
func Through(p *int) { keep(p) }

func inside(p *int) int { return *p }

// Small is inlined where it is called.
func Small(p *int) { small(p) }

//go:noinline
func small(q *int) { kept = q }

// Of is compiled where it is called.
//
//go:noinline
func Of[T any](v T, r *int) T {
	generic(r)
	return v
}

//go:noinline
func generic(r *int) { kept = r }

type Store struct{ values []*int }

//go:noinline
func (s *Store) add(v *int) { s.values = append(s.values, v) }

// Fill keeps what it makes itself.
func (s *Store) Fill() {
	n := 1
	s.add(&n)
}
`,
  "alone/alone.go": `package alone

type Log struct{ last *int }

//go:noinline
func (l *Log) write(v *int) { l.last = v }

func (l *Log) One() {
	n := 1
	l.write(&n)
}

//go:noinline
func both(a, b *int) *int {
	last = a
	return b
}

var last *int

//go:noinline
func Two() int {
	n, m := 1, 2
	return *both(&n, &m)
}
`,
  "use/use.go": `package use

import (
	"example.com/m/alone"
	"example.com/m/keep"
)

func Use() int {
	a, b, c := 1, 2, 3
	keep.Through(&a)
	keep.Small(&b)
	keep.Of("", &c)
	var s keep.Store
	s.Fill()
	var l alone.Log
	l.One()
	return alone.Two()
}
`,
  "top/top.go":
    'package top\n\nimport (\n\t"fmt"\n\n\t"example.com/m/use"\n)\n\nfunc Top() *int {\n\tn := use.Use()\n\tfmt.Println(n)\n\treturn &n\n}\n',
};

const everything = () => true;

async function open(directory: string): Promise<TrialBuild> {
  const request = { directory, packages: [], scope: "module", tests: false, flags: [] } as const;
  return TrialBuild.open(request, new AbortController().signal);
}

/** What differs when every package that imports the culprit's is compiled, and everything is read. */
async function wholeDifference(trial: TrialBuild, culprit: TriedCulprit, balanced: boolean): Promise<Difference> {
  const file = await trial.ownFile(culprit.file);
  if (typeof file === "string") throw new Error(file);
  const packages = trial.importersOf(culprit.package ?? "");
  const before = await trial.compile({ packages, files: [] });
  const place = { line: culprit.line ?? 0, column: culprit.column ?? 0 };
  const results = before.resultFlows(file.importPath).get(`${culprit.file}:${place.line}:${place.column}`) ?? [];
  const closing = (await loadGoReader()).read(file.text, (read) =>
    read.closeParameter(place, { name: culprit.parameter ?? "", results }),
  );
  if (closing === null || "refused" in closing) throw new Error("not closed");
  const compile = async (edits: typeof closing.edits) =>
    sitesOf(
      await (await trial.compile({ packages, files: overlaidFiles(trial, [{ file, edits }]) })).records(packages),
    );
  const old = balanced ? await compile(balancing(closing.edits)) : sitesOf(await before.records(packages));
  return siteDifference(old, await compile(closing.edits), everything);
}

const placesOf = (sites: readonly SiteRecord[]) =>
  sites.map(({ file, line, column, kind }) => [file, line, column, kind]);

async function leaks() {
  const trial = await open(makeDirectory(MODULE));
  const before = await trial.compile({ packages: trial.packages, files: [] });
  const culprits = leakingParameters(await before.records(trial.packages), (file) => trial.packageOf(file));
  const named = (name: string, parameter: string): TriedCulprit => {
    const found = culprits.find((each) => each.function === name && each.parameter === parameter);
    if (found === undefined) throw new Error(`${name}:${parameter} is not there`);
    return found;
  };
  return { trial, before, culprits, named };
}

describe.skipIf(withoutGo)("a trial of a leaking parameter", () => {
  test("differs as everything does that is compiled and read, whichever it is", async () => {
    const { trial, culprits } = await leaks();
    expect(culprits.map(({ function: name, parameter }) => `${name}:${parameter}`)).toEqual(
      expect.arrayContaining(["keep:p", "Through:p", "Small:p", "small:q", "generic:r", "(*Store).add:v", "both:a"]),
    );
    for (const culprit of culprits) {
      // Nothing of the packages is read before it is asked for.
      const unread = await trial.compile({ packages: trial.packages, files: [] });
      const wanted = { counts: everything, total: true };
      const { difference, notTried, balanced } = await neutralise(trial, culprit, unread, wanted);
      expect(notTried).toBeNull();
      expect(difference.amounts.before.sized).toBeGreaterThan(0);
      const whole = await wholeDifference(trial, culprit, balanced.length > 0);
      expect(placesOf(difference.removed)).toEqual(placesOf(whole.removed));
      expect(difference).toEqual(whole);
    }
  });

  test("reaches the packages that see it, through others and by what is inlined there", async () => {
    const { trial, before, named } = await leaks();
    const filesOf = async (name: string, parameter: string) => {
      const { difference } = await neutralise(trial, named(name, parameter), before, {
        counts: everything,
        total: false,
      });
      return [...new Set(difference.removed.map(({ file }) => file))].sort();
    };
    expect(await filesOf("keep", "p")).toEqual(["use/use.go"]);
    expect(await filesOf("small", "q")).toEqual(["use/use.go"]);
    expect(await filesOf("generic", "r")).toEqual(["use/use.go"]);
    expect(await filesOf("(*Store).add", "v")).toEqual(["keep/keep.go", "use/use.go"]);
    expect(await filesOf("(*Log).write", "v")).toEqual(["alone/alone.go", "use/use.go"]);
    expect(await filesOf("both", "a")).toEqual(["alone/alone.go"]);
  });

  test("compiles no package that can see nothing of it", async () => {
    const { trial, before, named } = await leaks();
    const compile = vi.spyOn(trial, "compile");
    const compiled = async (name: string, parameter: string) => {
      compile.mockClear();
      const wanted = { counts: everything, total: false };
      const { packages } = await neutralise(trial, named(name, parameter), before, wanted);
      expect(packages.length).toBeGreaterThan(1);
      return compile.mock.calls.map(([each]) => each.packages.length);
    };
    expect(await compiled("both", "a")).toEqual([1]);
    // Its caller leaks for it alone, which is seen when its package is compiled.
    expect(await compiled("keep", "p")).toEqual([1, 3]);
    expect(await compiled("Through", "p")).toEqual([3]);
  });
});
