import { describe, expect, test } from "vitest";
import { savedPath } from "../../src/sources/saved-path.js";

describe("a file of saved output", () => {
  test.each([
    // As go prints it, with GOTOOLCHAIN=go1.26.8 and another Go installed.
    ["/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/src/fmt/print.go", "$GOROOT/src/fmt/print.go"],
    [
      "C:\\Users\\me\\go\\pkg\\mod\\golang.org\\toolchain@v0.0.1-go1.26.8.windows-amd64\\src\\net\\http\\server.go",
      "$GOROOT/src/net/http/server.go",
    ],
    ["/usr/local/go/src/fmt/print.go", "$GOROOT/src/fmt/print.go"],
    ["/usr/lib/go-1.22/src/internal/abi/type.go", "$GOROOT/src/internal/abi/type.go"],
    ["/home/me/sdk/go1.26.0/src/sort/sort.go", "$GOROOT/src/sort/sort.go"],
    ["/opt/hostedtoolcache/go/1.26.0/x64/src/sync/pool.go", "$GOROOT/src/sync/pool.go"],
    ["C:/Program Files/Go/src/os/file.go", "$GOROOT/src/os/file.go"],
    ["/opt/homebrew/opt/go/libexec/src/io/io.go", "$GOROOT/src/io/io.go"],
  ])("of the standard library is named from GOROOT: %s", (path, name) => {
    expect(savedPath(path)).toBe(name);
  });

  test.each([
    ["/root/go/pkg/mod/github.com/!burnt!sushi/toml@v1.4.0/decode.go", "github.com/BurntSushi/toml@v1.4.0/decode.go"],
    ["/root/go/pkg/mod/golang.org/x/text@v0.14.0/width/width.go", "golang.org/x/text@v0.14.0/width/width.go"],
  ])("of a module is named from the module cache: %s", (path, name) => {
    expect(savedPath(path)).toBe(name);
  });

  test.each([
    ["./main.go", "main.go"],
    ["../lib/lib.go", "../lib/lib.go"],
    ["/go/src/app/main.go", "/go/src/app/main.go"],
    ["/home/me/go/src/example.com/app/main.go", "/home/me/go/src/example.com/app/main.go"],
    ["go/src/fmt/print.go", "go/src/fmt/print.go"],
    ["/build/cargo/src/net/x.go", "/build/cargo/src/net/x.go"],
  ])("of a user's own keeps its name: %s", (path, name) => {
    expect(savedPath(path)).toBe(name);
  });
});
