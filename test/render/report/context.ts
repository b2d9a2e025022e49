import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { SummaryContext } from "../../../src/render/report/index.js";
import type { GroupKey } from "../../../src/report/group-keys.js";
import { Summarizer } from "../../../src/report/summary.js";
import { createStyle } from "../../../src/text/style.js";
import { escapesOf, type Read, readOutput } from "../../helpers/records.js";

/** What a test may set of a summary and of how it is shown. */
export interface ContextOptions extends Partial<Omit<SummaryContext, "summary" | "style">> {
  readonly groupBy?: GroupKey;
  readonly top?: number;
  readonly width?: number;
  readonly color?: boolean;
  readonly hyperlinks?: boolean;
}

/** Reading takes longer than everything that is tested here, and the same output is used many times. */
const read = new Map<string | Uint8Array, Promise<Read>>();

async function readOnce(output: string | Uint8Array): Promise<Read> {
  const found = read.get(output) ?? readOutput(output);
  read.set(output, found);
  return found;
}

/** The context of a summary of compiler output. */
export async function contextOf(output: string | Uint8Array, options: ContextOptions = {}): Promise<SummaryContext> {
  const { groupBy = "cause", top = 10, width = 80, color = false, hyperlinks = false, ...rest } = options;
  const { records, packages, lines } = await readOnce(output);
  const summarizer = new Summarizer({ groupBy, top, all: rest.all ?? false });
  for (const escape of escapesOf(records)) summarizer.add(escape);
  return {
    summary: summarizer.summary(),
    facts: { toolchain: null, build: null, packages, lines },
    style: createStyle({ color, hyperlinks, width }),
    all: false,
    quiet: false,
    next: [],
    top: options.top,
    ...rest,
  };
}

/** What Go 1.27 printed for net/http. */
export const NET_HTTP: Uint8Array = gunzipSync(
  readFileSync(join(import.meta.dirname, "../../../samples/recorded/go1.27/net_http.txt.gz")),
);

/** The toolchain of tests. */
export const TOOLCHAIN = { version: "go1.26.8", goos: "linux", goarch: "amd64" } as const;

/** One of each: returned, boxed, a constant in an interface, an argument of panic, and a value on the stack. */
export const SMALL = `# example.com/app
./main.go:5:6: can inline limit with cost 4 as: func() *int { x := 10; return &x }
./main.go:9:6: cannot inline main: function too complex: cost 200 exceeds budget 80
./main.go:6:2: x escapes to heap in limit:
./main.go:6:2:   flow: ~r0 ← &x:
./main.go:6:2:     from &x (address-of) at ./main.go:7:9
./main.go:6:2:     from return &x (return) at ./main.go:7:2
./main.go:6:2: moved to heap: x
./main.go:12:14: n escapes to heap in main:
./main.go:12:14:   flow: {storage for ... argument} ← &{storage for n}:
./main.go:12:14:     from n (spill) at ./main.go:12:14
./main.go:12:14:     from ... argument (slice-literal-element) at ./main.go:12:13
./main.go:12:14:   flow: {heap} ← {storage for ... argument}:
./main.go:12:14:     from ... argument (spill) at ./main.go:12:13
./main.go:12:14:     from fmt.Println(... argument...) (call parameter) at ./main.go:12:13
./main.go:13:14: "done" escapes to heap in main:
./main.go:13:14:   flow: {heap} ← &{storage for "done"}:
./main.go:13:14:     from "done" (spill) at ./main.go:13:14
./main.go:13:14:     from fmt.Println("done") (call parameter) at ./main.go:13:13
./main.go:15:9: e escapes to heap in main:
./main.go:15:9:   flow: {heap} ← &{storage for e}:
./main.go:15:9:     from e (spill) at ./main.go:15:9
./main.go:15:9:     from panic(e) (call parameter) at ./main.go:15:8
./main.go:12:14: n escapes to heap
./main.go:13:14: "done" escapes to heap
./main.go:15:9: e escapes to heap
./main.go:16:10: make([]int, 4) does not escape
`;
