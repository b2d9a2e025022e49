// A nil slice in an interface takes no memory: the code in front of the call shows that it is one.
import { describe, expect, test } from "vitest";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const SOURCE = `package m

type Encoder interface{ Len() int }

type Bytes []byte

func (b Bytes) Len() int { return len(b) }

type Words [2]int

func (w Words) Len() int { return len(w) }

type Parts []int

func (p Parts) Len() int { return len(p) }

var Kept []any

//go:noinline
func make1(p *int) Bytes { return Bytes{byte(*p)} }

//go:noinline
func Nil() (Encoder, error) {
	return Bytes(nil), nil
}

//go:noinline
func Made() Encoder {
	return make1(nil)
}

//go:noinline
func Either(filled bool, given Bytes) Encoder {
	var result Bytes
	if filled {
		result = given
	}
	return result
}

//go:noinline
func Both(given Bytes) {
	Kept = append(Kept, Bytes(nil), given)
}

//go:noinline
func Literal() Parts {
	return Parts{1, 2}
}

//go:noinline
func Boxed() Encoder {
	return Words{1, 2}
}
`;

describe.skipIf(withoutGo)("slices in interfaces", () => {
  test.each(["amd64", "arm64"])("on %s", async (GOARCH) => {
    const cwd = makeDirectory({ "go.mod": "module example.com/m\n\ngo 1.20\n", "m.go": SOURCE });
    const args = ["build", "--format", "ndjson", "--quiet", "--records", "escape,allocation", "--all"];
    const { stdout } = await runCli(args, { cwd, env: { GOARCH, CGO_ENABLED: "0" } });
    const found = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .filter(({ function: name, cause }) => name !== "make1" && cause !== "slice-growth" && cause !== "element")
      .map(({ function: name, expression, allocation, allocates, reason, call }) =>
        [name, expression, allocation, allocates, reason, call].filter((part) => part !== null).join(" "),
      );
    expect(found.filter((each) => !/^(?:Both Bytes|Boxed)/.test(each))).toEqual([
      "Nil Bytes(nil) boxed-value no nil-slice",
      "Made make1(nil) boxed-value yes convTslice",
      "Either result boxed-value yes convTslice",
      "Both given boxed-value yes convTslice",
      expect.stringMatching(/^Literal Parts\{\.\.\.\} slice-literal yes (?:newobject|mallocgc\w+)$/),
    ]);
    // Which of the two the one call is for, the line does not show.
    expect(found.join()).not.toMatch(/Both Bytes\(nil\) boxed-value (?:yes|no)/);
    expect(found.join()).not.toMatch(/Boxed .* slice-literal/);
  });
});
