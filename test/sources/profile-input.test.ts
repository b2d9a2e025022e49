import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { readHeapProfile } from "../../src/sources/profile-input.js";
import { profileUrl } from "../../src/sources/profile-url.js";
import { makeDirectory } from "../helpers/cli.js";
import { profileBytes, profilePath } from "../helpers/profiles.js";
import { type Field, message, packed } from "../helpers/protobuf.js";

const { signal } = new AbortController();

function saved(bytes: Uint8Array): string {
  const directory = makeDirectory();
  writeFileSync(join(directory, "file"), bytes);
  return join(directory, "file");
}

async function problemOf(input: string): Promise<string> {
  try {
    await readHeapProfile(input, ".", signal);
    return "none";
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(input, "FILE") : String(error);
  }
}

/** A heap profile whose only location has this function, file and line. */
function heap(name: string, file: string, line: number): Buffer {
  const texts = ["", "alloc_objects", "alloc_space", "inuse_objects", "inuse_space", "count", name, file];
  return message(
    ...[1, 2, 3, 4].map(
      (type): Field => [
        1,
        [
          [1, type],
          [2, 5],
        ],
      ],
    ),
    [
      2,
      [
        [1, packed(1)],
        [2, packed(1, 8, 1, 8)],
      ],
    ],
    [
      4,
      [
        [1, 1],
        [
          4,
          [
            [1, 1],
            [2, line],
          ],
        ],
      ],
    ],
    [
      5,
      [
        [1, 1],
        [2, 6],
        [4, 7],
      ],
    ],
    ...texts.map((text): Field => [6, text]),
  );
}

describe("a file that is no heap profile of Go says what it is, and what to do", () => {
  test.each<[string, string, Uint8Array]>([
    ["FILE is empty. A test that ends with os.Exit", "nothing", Buffer.alloc(0)],
    ["FILE is no profile: it is text", "text", Buffer.from("hello\n")],
    [
      "FILE is no profile: it is the text that ?debug=1 gives",
      "debug=1",
      Buffer.from("heap profile: 1: 2 [3: 4] @ heap/524288\n"),
    ],
    ["FILE is no profile: it is an execution trace", "a trace", Buffer.from("go 1.26 trace\0\0\0")],
    ["FILE ends in the middle of the profile", "a cut file", profileBytes("strconv.go1.26.mem").subarray(0, 9000)],
    [
      "FILE is damaged as a profile (the compressed data is damaged)",
      "a damaged file",
      Buffer.concat([gzipSync("x"), Buffer.from("more")]),
    ],
    [
      "FILE is a goroutine profile, which tells where goroutines are",
      "goroutines",
      profileBytes("leak-mutex.go1.27.goroutine"),
    ],
    [
      "FILE is a goroutine leak profile: see escape-report leaks",
      "leaks",
      profileBytes("leak-send.go1.27.goroutineleak"),
    ],
    ["FILE is a profile of a program in Rust", "Rust", heap("app::run", "src/main.rs", 3)],
    ["FILE holds addresses and no names.", "addresses", heap("", "", 0)],
    ["FILE names functions and no lines", "functions", heap("main.f", "/src/main.go", 0)],
  ])("%s (%s)", async (problem, _, bytes) => {
    expect(await problemOf(saved(bytes))).toContain(problem);
  });

  test("a file that does not exist", async () => {
    expect(await problemOf("/nonexistent/mem.pb.gz")).toMatch(/^FILE does not exist\. Make one with go test -bench/);
  });
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

describe("an address", () => {
  test("gets the path of allocations where it has none", () => {
    expect(profileUrl("http://localhost:6060").href).toBe("http://localhost:6060/debug/pprof/allocs");
    expect(profileUrl("http://localhost:6060/debug/pprof/").href).toBe("http://localhost:6060/debug/pprof/allocs");
    expect(profileUrl("http://[::1]:1/own/heap?gc=1").href).toBe("http://[::1]:1/own/heap?gc=1");
  });

  test("of this machine is asked for a profile", async () => {
    const paths: (string | undefined)[] = [];
    const url = await served((request, response) => {
      paths.push(request.url);
      response.end(gzipSync(profileBytes("leak-map.go1.27.heap")));
    });
    const [fetched, read] = [
      await readHeapProfile(url, ".", signal),
      await readHeapProfile(profilePath("leak-map.go1.27.heap"), ".", signal),
    ];
    expect(fetched.samples.values).toEqual(read.samples.values);
    expect(paths).toEqual(["/debug/pprof/allocs"]);
  });

  test("that redirects, answers an error or breaks off is told", async () => {
    const url = await served((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "http://example.com/" }).end();
      else if (request.url === "/cut") {
        response.writeHead(200, { "content-length": "1000" }).write("x");
        setTimeout(() => response.destroy(), 50);
      } else response.writeHead(404).end("404 page not found");
    });
    expect(await problemOf(`${url}/moved`)).toBe("FILE redirects, which is not followed: name the address itself");
    expect(await problemOf(`${url}/cut`)).toMatch(/^FILE (?:cannot be read|broke off)/);
    expect(await problemOf(`${url}/none`)).toBe(
      "FILE answers 404 Not Found. Profiles are below /debug/pprof/ where net/http/pprof is imported.",
    );
  });

  test.each(["http://93.184.216.34/debug/pprof/heap", "http://169.254.169.254/latest", "http://[2606:4700::1]/x"])(
    "that is elsewhere is not asked: %s",
    async (url) => {
      expect(await problemOf(url)).toMatch(
        / is neither this machine nor in a private network\. Fetch the profile yourself/,
      );
    },
  );

  test("that nobody listens at is told", async () => {
    expect(await problemOf("http://127.0.0.1:9/")).toMatch(/cannot be reached: .*ECONNREFUSED.*net\/http\/pprof/);
  });

  test("is left when the run is interrupted", async () => {
    const controller = new AbortController();
    const url = await served(() => setTimeout(() => controller.abort(), 50));
    await expect(readHeapProfile(url, ".", controller.signal)).rejects.toThrow(/abort/);
  });
});
