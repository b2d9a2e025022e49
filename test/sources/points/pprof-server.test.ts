import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { SiteTable } from "../../../src/leaks/site.js";
import { pprofServer } from "../../../src/sources/points/pprof-server.js";
import { takePoint } from "../../../src/sources/points/take-point.js";
import { watch } from "../../../src/sources/points/watch.js";
import { makeDirectory, ROOT } from "../../helpers/cli.js";

const POINTS = join(ROOT, "samples", "recorded", "go1.27", "leaks");

/** Starts a server of this machine that ends with the test, and returns its address. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function take(address: string, headers: readonly string[] = []) {
  return takePoint({
    server: pprofServer(address, headers),
    process: null,
    directory: makeDirectory(),
    details: false,
    sites: new SiteTable(),
    signal: new AbortController().signal,
  });
}

/** Answers like a program whose points were recorded: the first request for a heap profile gets that of the first point. */
function program(kind: string, seen: string[] = []) {
  let point = 0;
  return (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? "";
    seen.push(url);
    if (url.includes("debug=1")) point++;
    const file = url.includes("goroutineleak")
      ? "goroutineleak.pb.gz"
      : url.includes("debug=1")
        ? "heap.txt.gz"
        : url.includes("debug=2")
          ? "goroutines.txt.gz"
          : url.endsWith("/goroutine")
            ? "goroutine.pb.gz"
            : url.endsWith("/heap")
              ? "heap.pb.gz"
              : null;
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.end(
      readFileSync(join(POINTS, kind, file === "goroutines.txt.gz" ? "4" : String(Math.max(1, point)), file)),
    );
  };
}

describe("the address of a program", () => {
  test.each([
    ["http://localhost:6060", "http://localhost:6060/debug/pprof/"],
    ["http://localhost:6060/", "http://localhost:6060/debug/pprof/"],
    ["http://localhost:6060/debug/pprof/heap?gc=1", "http://localhost:6060/debug/pprof/"],
    ["https://example.com/admin/debug/pprof/", "https://example.com/admin/debug/pprof/"],
  ])("%s stands for that of its profiles", (address, base) => {
    expect(pprofServer(address, []).base.href).toBe(base);
  });

  test("is refused with a password in it, which would be printed", () => {
    expect(() => pprofServer("http://me:secret@localhost:6060", [])).toThrow(/^Give a password with --header/);
  });

  test("a header that is none is refused without showing its value", () => {
    expect(() => pprofServer("http://localhost", ["Authorization Bearer abc"])).toThrow(/^--header "…" is no header/);
    expect(() => pprofServer("http://localhost", ["A: b\r\nHost: c"])).toThrow(/^--header "A…" is no header/);
  });
});

describe("a point", () => {
  test("is taken in this order: leaks before the collection, counts after it", async () => {
    const seen: string[] = [];
    const point = await take(await serve(program("globalslice", seen)));
    expect(seen).toEqual([
      "/debug/pprof/goroutineleak",
      "/debug/pprof/heap?gc=1&debug=1",
      "/debug/pprof/heap",
      "/debug/pprof/goroutine",
      "/debug/pprof/goroutine?debug=2",
    ]);
    expect(point.goroutines?.total).toBe(5);
    expect(point.memstats?.heapAlloc).toBeGreaterThan(400_000);
    expect(point.leaked?.total).toBe(0);
  });

  test("sends the headers that were asked for", async () => {
    const answer = program("healthy");
    const address = await serve((request, response) => {
      if (request.headers.authorization === "Bearer abc") answer(request, response);
      else response.writeHead(401).end();
    });
    await expect(take(address)).rejects.toThrow(/needs authorization \(401\): --header/);
    expect((await take(address, ["Authorization: Bearer abc"])).heap).not.toBeNull();
  });

  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    [
      "an HTML page",
      (r) => r.writeHead(200, { "content-type": "text/html" }).end("<html>"),
      /answers with an HTML page/,
    ],
    ["HTML without a type", (r) => r.writeHead(200).end("<!doctype html><p>"), /^http\S* is an HTML page/],
    [
      "a redirect",
      (r) => r.writeHead(302, { location: "https://login.example.com/" }).end(),
      /leads to https:\/\/login/,
    ],
    ["an error", (r) => r.writeHead(500).end("no"), /answers with an error \(500\)/],
    ["nothing", (r) => r.writeHead(200).end(), /^http\S* is empty/],
    ["half a profile", (r) => r.writeHead(200).end(profile("healthy").subarray(0, 900)), /is cut off after/],
    ["a broken connection", (r) => brokenOff(r), /broke off: .*Is the program still running/],
    [
      "JSON",
      (r) => r.writeHead(200).end('{"a":1}'),
      /^http:\/\/127\.0\.0\.1:\d+\/debug\/pprof\/heap\S* is JSON and no profile/,
    ],
  ])("is refused where the server answers with %s", async (_, answer, message) => {
    const address = await serve((request, response) => {
      if (request.url?.includes("goroutineleak") === true) response.writeHead(404).end();
      else answer(response);
    });
    await expect(take(address)).rejects.toThrow(message);
  });

  test("is refused where there are no profiles at all", async () => {
    const address = await serve((_, response) => response.writeHead(404).end());
    await expect(take(address)).rejects.toThrow(/is not there \(404\)\. Name the address that ends in \/debug\/pprof/);
  });

  test("is refused where the server takes the request and says nothing", async () => {
    const address = await serve(() => {});
    const server = { ...pprofServer(address, []), patience: 300 };
    const rest = { process: null, details: false, sites: new SiteTable(), signal: new AbortController().signal };
    await expect(takePoint({ server, directory: makeDirectory(), ...rest })).rejects.toThrow(
      /does not answer: nothing came for 0\.3 s\. Is the program running there/,
    );
  });

  test("is refused where an answer stops in its middle", async () => {
    const address = await serve((request, response) => {
      if (request.url?.includes("goroutineleak") === true) response.writeHead(404).end();
      else response.writeHead(200, { "content-length": "100000" }).write(profile("healthy").subarray(0, 500));
    });
    const server = { ...pprofServer(address, []), patience: 300 };
    const rest = { process: null, details: false, sites: new SiteTable(), signal: new AbortController().signal };
    await expect(takePoint({ server, directory: makeDirectory(), ...rest })).rejects.toThrow(
      /broke off: nothing came for 0\.3 s/,
    );
  });

  test("takes as long as something comes", async () => {
    const answer = program("healthy");
    const address = await serve((request, response) => {
      if (request.url?.endsWith("/heap") !== true) return answer(request, response);
      const bytes = profile("healthy");
      response.writeHead(200, { "content-length": String(bytes.length) });
      const size = Math.ceil(bytes.length / 4);
      let at = 0;
      const timer = setInterval(() => {
        response.write(bytes.subarray(at, at + size));
        at += size;
        if (at < bytes.length) return;
        clearInterval(timer);
        response.end();
      }, 200);
    });
    const server = { ...pprofServer(address, []), patience: 500 };
    const rest = { process: null, details: false, sites: new SiteTable(), signal: new AbortController().signal };
    expect((await takePoint({ server, directory: makeDirectory(), ...rest })).heap).not.toBeNull();
  });

  test("says that TLS is spoken where it is not", async () => {
    const address = (await serve((_, response) => response.end())).replace("http:", "https:");
    await expect(take(address)).rejects.toThrow(/does not answer: [^\n]*\. Is it served without TLS\? http:\/\/127/);
  });

  test("is refused where nothing answers", async () => {
    await expect(take("http://127.0.0.1:1")).rejects.toThrow(/does not answer: .*Is the program running there/);
  });
});

function profile(kind: string): Buffer {
  return readFileSync(join(POINTS, kind, "1", "heap.pb.gz"));
}

function brokenOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": "100000" });
  response.write(profile("healthy").subarray(0, 500), () => response.destroy());
}

describe("watching", () => {
  const options = (address: string) => ({
    server: pprofServer(address, []),
    count: 4,
    interval: 1,
    load: undefined,
    keep: makeDirectory(),
    directory: ".",
    onPoint: () => {},
    onNote: () => {},
  });

  test("takes as many points as asked for, and details with the last", async () => {
    const seen: string[] = [];
    const { points, broken } = await watch(
      options(await serve(program("receive", seen))),
      new AbortController().signal,
    );
    expect(broken).toBeNull();
    expect(points.map(({ goroutines }) => goroutines?.total)).toEqual([305, 605, 905, 1205]);
    // Texts of few goroutines cost nothing.
    expect(points.map(({ details }) => details !== null)).toEqual([true, true, true, true]);
    expect(seen.filter((url) => url.endsWith("/cmdline"))).toHaveLength(1);
  });

  test("returns what there is when it is interrupted", async () => {
    const controller = new AbortController();
    const address = await serve(program("receive"));
    const { points } = await watch(
      { ...options(address), interval: 60_000, onPoint: () => controller.abort() },
      controller.signal,
    );
    expect(points).toHaveLength(1);
  });

  test.each<[string, string, RegExp]>([
    ["was restarted", "healthy", /^point 1 and point 2 are of two processes: the collections of the one/],
    ["has ended", "", /does not answer/],
  ])("returns what there is, and the reason, when the program %s", async (_, then, reason) => {
    let requests = 0;
    const [first, second] = [program("slicehead"), program(then)];
    const address = await serve((request, response) => {
      // Command line, leaks, numbers, heap, goroutines and their text.
      if (requests++ < 6) first(request, response);
      else if (then === "") request.socket.destroy();
      else second(request, response);
    });
    const { points, broken } = await watch(options(address), new AbortController().signal);
    expect(points).toHaveLength(1);
    expect(broken).toMatchObject({ name: "InputError", message: expect.stringMatching(reason) });
  });

  test("keeps its points in an empty directory only", async () => {
    const keep = makeDirectory({ "1/heap.pb.gz": "of yesterday" });
    const address = await serve(program("receive"));
    const watched = watch({ ...options(address), keep }, new AbortController().signal);
    await expect(watched).rejects.toThrow(/is not empty: points of two processes do not compare\. Name another/);
    expect(readFileSync(join(keep, "1", "heap.pb.gz"), "utf8")).toBe("of yesterday");
    const file = join(makeDirectory({ points: "" }), "points");
    await expect(watch({ ...options(address), keep: file }, new AbortController().signal)).rejects.toThrow(
      /^--keep .*points: EEXIST/,
    );
  });

  test("keeps no half of a point", async () => {
    const answer = program("receive");
    let ended = false;
    const address = await serve((request, response) => {
      ended ||= request.url?.endsWith("/goroutine") === true;
      if (ended) request.socket.destroy();
      else answer(request, response);
    });
    const keep = makeDirectory();
    await expect(watch({ ...options(address), keep }, new AbortController().signal)).rejects.toThrow(/does not answer/);
    expect(readdirSync(keep)).toEqual([]);
  });

  test("runs the load before each point, and says when that fails", async () => {
    const address = await serve(program("receive"));
    const failing = { ...options(address), load: `${process.execPath} -e process.exit(7)` };
    await expect(watch(failing, new AbortController().signal)).rejects.toThrow(/failed with exit code 7/);
  });
});
