// Programs with a default.pgo: go compiles what they import once more for each.
import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { goMinor } from "../helpers/go.js";
import { createRepository, type Files, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const MAIN = 'package main\n\nimport "example.com/app/lib"\n\nfunc main() { lib.Sink = *lib.New() > 0 }\n';
const LIB = "package lib\n\nvar Sink bool\n\n//go:noinline\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n";
const APP: Files = {
  "go.mod": "module example.com/app\n\ngo 1.22\n",
  "cmd/a/main.go": MAIN,
  "cmd/b/main.go": MAIN,
  "lib/lib.go": LIB,
};
/** A profile without samples, as runtime/pprof writes none: go reads it, and builds the program's packages with it. */
const PROFILE = "";

/** A run of the command in a repository of its own: what it prints, one JSON line after the other. */
async function appWith(files: Files) {
  const repository = await createRepository({ ...APP, ...files });
  const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(await temporaryDirectory(), "cache") };
  const run = async (command: string, ...args: readonly string[]) => {
    const { stdout, stderr, exitCode } = await runCli([command, "--quiet", ...args], {
      cwd: repository.directory,
      env,
    });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    return stdout;
  };
  const sites = async (...args: readonly string[]) =>
    (await run("build", "--format", "ndjson", ...args))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .map(({ file, line, variant }) => (variant === null ? `${file}:${line}` : `${file}:${line} ${variant}`));
  return { repository, run, sites };
}

const PROFILES: Files = { "cmd/a/default.pgo": PROFILE, "cmd/b/default.pgo": PROFILE };

/** Spends its time in a function of a package. */
const HOT: Files = {
  "cmd/a/main.go": `package main

import (
	"os"
	"runtime/pprof"
	"time"

	"example.com/app/lib"
)

func main() {
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	pprof.StartCPUProfile(f)
	for start := time.Now(); time.Since(start) < 2*time.Second; {
		lib.Run(100_000)
	}
	pprof.StopCPUProfile()
}
`,
  "lib/hot.go": `package lib

var Kept *[16]uint64

func Run(rounds int) {
	for i := 0; i < rounds; i++ {
		Kept = fill(uint64(i))
	}
}

func fill(seed uint64) *[16]uint64 {
	values := new([16]uint64)
	for i := range values {
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		values[i] = seed
		if seed%3 == 0 {
			values[i] += seed >> 3
		} else if seed%5 == 0 {
			values[i] -= seed >> 5
		} else {
			values[i] ^= seed >> 9
		}
		for j := range i {
			values[j] += values[i]
		}
	}
	return values
}
`,
};

describe.skipIf(goMinor < 22)("a program with a profile", () => {
  test("does not multiply what it imports", async () => {
    expect(await (await appWith({})).sites()).toEqual(["lib/lib.go:7"]);
    const { sites, run } = await appWith(PROFILES);
    for (const args of [[], ["--tests"], ["./cmd/a"], ["--", "-pgo=off"], ["--", "-pgo=cmd/a/default.pgo"]]) {
      expect(await sites(...args)).toEqual(["lib/lib.go:7"]);
    }
    expect(await run("build")).toMatch(/^1 heap allocation in 1 package/);
  });

  test("names the variant where the package itself is not built", async () => {
    const { sites } = await appWith(PROFILES);
    // The build cache has what other runs printed, with other names.
    await sites("--", "-pgo=cmd/b/default.pgo");
    await sites("./cmd/b");
    expect(await sites("./cmd/a", "./cmd/b")).toEqual(["lib/lib.go:7 example.com/app/cmd/a"]);
  });

  test("has the machine code that its profile leads to", async () => {
    const { repository, run } = await appWith(HOT);
    await promisify(execFile)("go", ["run", "./cmd/a", "cmd/a/default.pgo"], {
      cwd: repository.directory,
      env: { ...process.env, ...GIT_ENVIRONMENT },
    });
    const sites = async (...args: readonly string[]) => {
      const found = await run("build", "--format", "ndjson", "--records", "escape,allocation", ...args);
      return found
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line))
        .filter(({ file, function: name }) => file === "lib/hot.go" && name === "Run")
        .map(({ allocates, type, stack }) => `${allocates} ${type} ${(stack ?? []).length}`);
    };
    // The function is too large to be inlined, but for a caller that the profile shows to be hot.
    const inlined = "yes [16]uint64 2";
    expect(await sites("--", "-pgo=off")).toEqual([]);
    expect(await sites()).toEqual([inlined]);
    expect(await sites("./cmd/a")).toEqual([inlined]);
    expect(await sites("./...", "--", "-pgo=cmd/a/default.pgo")).toEqual([inlined]);
    expect(await sites("./lib", "--tests", "--", "-pgo=cmd/a/default.pgo")).toEqual([inlined]);
    // Without tests of its own, what the program imports is there once more without the profile.
    expect(await sites("./cmd/a", "--tests")).toEqual([inlined]);
    // What was compiled is what go build compiles: there is nothing left to do but to link.
    const flags = ["-v", "-o", devNull, "-buildvcs=false", "-gcflags=example.com/app/...=-m -m"];
    const { stderr } = await promisify(execFile)("go", ["build", ...flags, "./cmd/a"], {
      cwd: repository.directory,
      env: { ...process.env, ...GIT_ENVIRONMENT },
    });
    expect(stderr.split("\n").filter((line) => /^[\w./]+$/.test(line))).toEqual([]);
    expect(stderr).toContain("# example.com/app/lib");
  }, 120_000);

  // Before that, go refuses to compile single packages.
  test.skipIf(goMinor < 23)("that is none is refused with go's own words", async () => {
    const { repository } = await appWith({ "cmd/a/default.pgo": "no profile\n" });
    const { stdout, stderr, exitCode } = await runCli(["build"], { cwd: repository.directory });
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 3 });
    expect(stderr).toMatch(/go cannot use the profile .*default\.pgo:\n# .*\n?.*profile/);
    expect(stderr).not.toContain("WORK");
  });

  test("leaves its tests as they are without one, with their machine code", async () => {
    const { repository, run } = await appWith({
      ...HOT,
      "lib/hot_test.go": `package lib

import "testing"

func TestRun(t *testing.T) {
	Run(3)
	other := fill(7)
	if Kept == nil || other == nil {
		t.Fatal("nothing is kept")
	}
}
`,
    });
    await promisify(execFile)("go", ["run", "./cmd/a", "cmd/a/default.pgo"], {
      cwd: repository.directory,
      env: { ...process.env, ...GIT_ENVIRONMENT },
    });
    const found = await run("build", "--tests", "--format", "ndjson", "--records", "escape,allocation");
    const records = found
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .filter(({ file }) => file.startsWith("lib/hot"));
    const sites = records.map(
      ({ variant, function: name, line, allocates }) => `${variant} ${name}:${line} ${allocates}`,
    );
    // In the program it is inlined; in the test it is not.
    expect(sites.sort()).toEqual([
      "example.com/app/cmd/a Run:7 yes",
      "example.com/app/lib.test TestRun:9 no",
      "example.com/app/lib.test fill:12 yes",
    ]);
    expect(records.every(({ allocates }) => allocates !== "unknown")).toBe(true);
  }, 120_000);

  test("is no difference by itself", async () => {
    const { repository, run } = await appWith({});
    await repository.commit(PROFILES);
    for (const revisions of [["HEAD~1", "HEAD"], ["HEAD"], ["HEAD~1"]]) {
      const diff = JSON.parse(await run("compare", ...revisions, "--format", "json"));
      expect(diff).toMatchObject({ added: [], removed: [], moved: [], changed: [], unchanged: 1 });
    }
    expect(JSON.parse(await run("gate", "--base", "HEAD~1", "--format", "json"))).toMatchObject({ newEscapes: 0 });
  });

  test("is compared with what it was, also where most packages did not change", async () => {
    const { repository, run } = await appWith(PROFILES);
    await repository.write({ "lib/more.go": "package lib\n\nfunc More() *int { return new(int) }\n" });
    for (let i = 0; i < 2; i++) {
      const { added, removed, unchanged } = JSON.parse(await run("compare", "HEAD", "--format", "json"));
      expect(added).toMatchObject([{ file: "lib/more.go", line: 3, variant: null }]);
      expect({ removed, unchanged }).toEqual({ removed: [], unchanged: 1 });
    }
  });
});
