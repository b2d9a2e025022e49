import { expect, test } from "vitest";
import { callPlace } from "../../src/leaks/shown-place.js";

test.each([
  ["main.run", "/home/me/program/run.go", "run.go:7"],
  ["main.run", "/home/me/other/run.go", "/home/me/other/run.go:7"],
  ["net/http.(*Transport).dialConn", "/usr/local/go/src/net/http/transport.go", "net/http/transport.go:7"],
  [
    "github.com/DeRuina/timberjack.(*Logger).millRun",
    "/root/go/pkg/mod/github.com/!de!ruina/timberjack@v1.3.1/timberjack.go",
    "github.com/DeRuina/timberjack@v1.3.1/timberjack.go:7",
  ],
  ["a.com/b.F", "C:\\Users\\me\\go\\pkg\\mod\\a.com\\b@v1.0.0\\f.go", "a.com/b@v1.0.0/f.go:7"],
  ["a.com/b.F", "a.com/b@v1.0.0/f.go", "a.com/b@v1.0.0/f.go:7"],
])("%s in %s is at %s", (name, file, place) => {
  expect(callPlace({ function: name, file, line: 7 }, "/home/me/program")).toBe(place);
});

test("a place without a file is its function", () => {
  expect(callPlace({ function: "main.run", file: null, line: null })).toBe("main.run");
  expect(callPlace({ function: null, file: null, line: null })).toBeNull();
});
