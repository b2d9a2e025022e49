// What Go 1.27 printed for net/http, in few words.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { subject, why } from "../../src/causes/cause-sentence.js";
import type { EscapeRecord } from "../../src/records/record.js";
import { CAUSES } from "../../src/records/vocabulary.js";
import { escapesOf, readOutput } from "../helpers/records.js";

let escapes: readonly EscapeRecord[] = [];

beforeAll(async () => {
  const file = join(import.meta.dirname, "../../samples/recorded/go1.27/net_http.txt.gz");
  escapes = escapesOf((await readOutput(gunzipSync(readFileSync(file)))).records);
});

test.each([
  ["csrf.go:207", "func literal", 'its caller gets it from "return HandlerFunc(func literal)"'],
  ["http2.go:64", "&tls.Config{}", "assigned to s.TLSConfig"],
  ["http2.go:300", "func literal", 'stored in t.TLSNextProto["h2"]'],
  ["fs.go:1016", "[]string{...}", "stored as an element"],
  ["clientconn.go:347", "variable hook", "captured by a closure that escapes (goroutine)"],
  ["transport.go:1987", "&url.URL{...}", "stored in &Request{...}, which escapes (call-argument)"],
  ["server.go:4065", "new(Request)", "passed to h.handler.ServeHTTP, a call decided at run time"],
  ["clientconn.go:165", 'net.host + ":" + net.port', "passed to (*Transport).dialConn, which may keep it"],
  ["server.go:2275", "&tls.Conn{...}", "kept as the receiver of a method value"],
  ["transport.go:1796", "tlsHandshakeTimeoutError{}", "boxed into an interface that is sent on errc"],
  ["server.go:1210", "caller.Function", "boxed into an interface that is passed to (*Server).logf"],
  ["servemux121.go:86", "append(es, e)", "append may grow the slice, which is returned"],
  ["transport.go:2516", "&errors.errorString{...}", "sent on rc.ch"],
  ["serveContent", "func literal", "used by a go statement or a defer in a loop"],
])("at %s, %s is %s", (where, what, reason) => {
  const found = escapes.filter(
    (escape) => escape.function === where || `${escape.file}:${escape.line}` === `net/http/${where}`,
  );
  expect(found.map((escape) => `${subject(escape)}: ${why(escape)}`)).toContain(`${what}: ${reason}`);
});

describe("every escape", () => {
  test("has a reason in words, whatever its cause", () => {
    expect(new Set(escapes.map(({ cause }) => cause)).size).toBeGreaterThan(10);
    for (const escape of escapes) expect(why(escape)).toMatch(/^\S.*[^ ,]$/);
  });

  test("has one even where the compiler says nothing", () => {
    const [bare] = escapes;
    for (const cause of CAUSES) {
      if (bare === undefined) continue;
      expect(why({ ...bare, cause, rootCause: cause, sink: "unknown", flow: [], callee: null })).toMatch(/^\w/);
    }
  });
});
