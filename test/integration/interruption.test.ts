// Runs that are told to end, or are killed, at random times. A few of them; for many:
//   ESCAPE_REPORT_INTERRUPTIONS=50 npx vitest run test/integration/interruption.test.ts
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, type TestRepository, temporaryDirectory } from "../helpers/repository.js";

const TIMES = Number(process.env["ESCAPE_REPORT_INTERRUPTIONS"] ?? 4);
const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
/** So long may what was started take to end. */
const PATIENCE_MS = 30_000;

/** A package that go has not compiled yet, and some that it has. */
const source = (value: number) =>
  `package p\n\nimport "strconv"\n\nvar Sink any\n\nfunc Box(n int) {\n\tSink = strconv.Itoa(n + ${value})\n}\n`;

/** Processes with that word in their environment. */
function processesWith(word: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/environ`, "latin1").includes(word);
      } catch {
        return false; // it has ended, or is somebody else's
      }
    })
    .map(Number);
}

/** Its words with a space between them; nothing when it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

async function untilNone(word: string): Promise<number[]> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = processesWith(word);
    if (found.length === 0 || Date.now() > end) return found;
    await setTimeout(100);
  }
}

describe.skipIf(withoutGo || process.platform !== "linux")("a run that ends early", () => {
  const commands: Readonly<Record<string, (out: string) => string[]>> = {
    compare: () => ["compare", "main", "--format", "json"],
    gate: () => ["gate", "--base", "main", "--format", "json"],
    build: (out) => ["build", "-o", out],
  };

  test.each(Object.keys(commands))("%s leaves no process, no half file and no lock", async (name) => {
    const repository: TestRepository = await createRepository({
      "go.mod": "module example.com/app\n\ngo 1.21\n",
      "p/p.go": source(0),
    });
    const directory = await temporaryDirectory();
    const out = join(directory, "report.json");
    const run = (word: string) =>
      startCli(commands[name]?.(out) ?? [], {
        cwd: repository.directory,
        env: { ...GIT_ENVIRONMENT, GOWORK: "", ESCAPE_REPORT_CACHE: join(directory, "cache"), TEST_WORD: word },
      });
    const started = performance.now();
    expect((await run("")).exitCode).toBeLessThan(2);
    const whole = performance.now() - started;
    for (let i = 0; i < TIMES; i++) {
      const word = randomUUID();
      const signal = SIGNALS[i % SIGNALS.length] ?? "SIGINT";
      const wait = Math.random() * whole;
      const what = `${signal} after ${Math.round(wait)} ms`;
      await repository.commit({ "p/p.go": source(Math.floor(Math.random() * 1e9)) });
      const before = existsSync(out) ? readFileSync(out, "utf8") : null;
      const child = run(word);
      await setTimeout(wait);
      child.kill(signal);
      const { exitCode, signal: endedBy } = await child;
      if (signal !== "SIGKILL") expect([0, 1, 130, undefined], what).toContain(exitCode);
      if (exitCode === undefined) expect([signal], what).toContain(endedBy);
      expect(await untilNone(word), what).toEqual([]);
      // As it was before, or whole.
      const after = existsSync(out) ? readFileSync(out, "utf8") : null;
      if (after !== before) expect(() => JSON.parse(after ?? ""), what).not.toThrow();
    }
    const { exitCode, stderr } = await run("");
    expect(exitCode, stderr).toBeLessThan(2);
    expect(readdirSync(directory).sort()).toEqual(name === "build" ? ["cache", "report.json"] : ["cache"]);
  });

  test("by SIGKILL ends what go is doing, though it prints nothing", async () => {
    const { directory } = await createRepository({ "go.mod": "module example.com/app\n\ngo 1.21\n" });
    const go = join(await temporaryDirectory(), "go");
    // It answers questions as go does, and then works for a minute.
    await writeFile(go, '#!/bin/sh\ncase "$2" in -json|-m) exec go "$@";; esac\nsleep 60 &\nwait\n');
    await chmod(go, 0o755);
    const word = randomUUID();
    const child = startCli(["build", "--go", go], {
      cwd: directory,
      env: { ...GIT_ENVIRONMENT, GOWORK: "", TEST_WORD: word },
    });
    const isWorking = () => processesWith(word).some((pid) => commandOf(pid).startsWith("sleep"));
    for (let tries = 0; !isWorking() && tries < 300; tries++) await setTimeout(100);
    expect(isWorking()).toBe(true);
    child.kill("SIGKILL");
    await child;
    const killed = performance.now();
    expect(await untilNone(word)).toEqual([]);
    expect(performance.now() - killed).toBeLessThan(PATIENCE_MS);
  });
});
