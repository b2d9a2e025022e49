import type { EscapeRecord } from "../../src/records/record.js";
import { escapesOf, readOutput } from "../helpers/records.js";

/** What Go 1.26 prints for a package with one allocation that is returned and one that is boxed. */
const OUTPUT = `# example.com/app/p
p/p.go:3:6: can inline New with cost 8 as: func() *int { x := 1; return &x }
p/p.go:11:6: can inline Box with cost 7 as: func(int) { Sink = n }
p/p.go:4:2: x escapes to heap in New:
p/p.go:4:2:   flow: ~r0 ← &x:
p/p.go:4:2:     from &x (address-of) at p/p.go:5:9
p/p.go:4:2:     from return &x (return) at p/p.go:5:2
p/p.go:4:2: moved to heap: x
p/p.go:12:7: n escapes to heap in Box:
p/p.go:12:7:   flow: {heap} ← &{storage for n}:
p/p.go:12:7:     from n (spill) at p/p.go:12:7
p/p.go:12:7:     from Sink = n (assign) at p/p.go:12:7
p/p.go:12:7: n escapes to heap
`;

/** The allocations of {@link OUTPUT}: `x` in New, and `n` in Box. */
export async function sampleEscapes(): Promise<[EscapeRecord, EscapeRecord]> {
  const [x, n] = escapesOf((await readOutput(OUTPUT)).records);
  if (x === undefined || n === undefined) throw new Error("the sample has two allocations");
  return [x, n];
}
