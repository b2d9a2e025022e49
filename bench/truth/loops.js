// Holds which allocations reports say lie in a loop against the source: node bench/truth/loops.js [--verbose] PACKAGE…
// A package of a module is named with its version, and is reported with the packages below it.
import { judgeRecords } from "./judge.js";

judgeRecords("loops", ["--records", "escape,allocation"], (name, counts) => {
  const both = (counts["loop in both"] ?? 0) + (counts["loop in both, on a path that may end it"] ?? 0);
  const code = counts["loop in the machine code alone"] ?? 0;
  const others = Object.entries(counts).filter(([key]) => !key.startsWith("loop in both"));
  const text = others.map(([key, value]) => `${key} ${value}`).join(", ");
  console.log(`${name}: ${both} of ${both + code} loops of the machine code are loops of the source; ${text}`);
});
