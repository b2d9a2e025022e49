import { join } from "node:path";
import { execa } from "execa";
import { LEAKS_MODULE } from "../../bench/leaks/marks.js";
import type { Point } from "../../src/leaks/point.js";
import { SiteTable } from "../../src/leaks/site.js";
import { findProcess } from "../../src/sources/points/local-process.js";
import { commandLine, pprofServer } from "../../src/sources/points/pprof-server.js";
import { takePoint } from "../../src/sources/points/take-point.js";
import { makeDirectory } from "./cli.js";
import { goMinor } from "./go.js";

/** One sample for so many bytes: a leak of 100 kB shows. */
const PROFILE_RATE = 4096;
/** What one of these requests opens has a price. */
const FEW: ReadonlySet<string> = new Set(["body", "filekept", "filedropped", "listener"]);

/** Builds samples/leaks to a file, with the goroutineleak profile where the release has it, and returns its path. */
export async function buildServers(directory: string): Promise<string> {
  const file = join(directory, "leaks");
  const env = { GOENV: "off", GOFLAGS: "", GOWORK: "off", GOEXPERIMENT: goMinor === 26 ? "goroutineleakprofile" : "" };
  await execa("go", ["build", "-trimpath", "-o", file, "."], { cwd: LEAKS_MODULE, env });
  return file;
}

/** A server of samples/leaks that runs. */
export interface LeakServer {
  /** `http://127.0.0.1:43211`. */
  readonly address: string;
  /** Sends as much work as there is between two points. */
  work(): Promise<void>;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Starts a server; it ends with its standard input, whatever becomes of the test. */
export async function startServer(binary: string, kind: string): Promise<LeakServer> {
  const server = execa(binary, [kind], {
    env: { GODEBUG: `memprofilerate=${PROFILE_RATE}` },
    stdin: "pipe",
    stderr: "inherit",
    reject: false,
  });
  const line = await new Promise<string>((resolve) => server.stdout.once("data", (data) => resolve(String(data))));
  const address = `http://${line.trim()}`;
  const count = FEW.has(kind) ? 150 : 1000;
  return {
    address,
    work: async () => {
      const response = await fetch(`${address}/work?n=${count}`);
      await response.text();
    },
    stop: async () => {
      server.stdin.end();
      await server;
    },
  };
}

/** Takes points of a server, with the same work before each of them. */
export async function takePoints(binary: string, kind: string, count: number): Promise<Point[]> {
  const running = await startServer(binary, kind);
  try {
    const server = pprofServer(running.address, []);
    const { signal } = new AbortController();
    const process = await findProcess(server.base, await commandLine(server, signal));
    const sites = new SiteTable();
    const points: Point[] = [];
    const folder = makeDirectory();
    await running.work();
    for (let number = 1; number <= count; number++) {
      if (number > 1) await running.work();
      const directory = join(folder, String(number));
      points.push(await takePoint({ server, process, directory, details: number === count, sites, signal }));
    }
    return points;
  } finally {
    await running.stop();
  }
}
