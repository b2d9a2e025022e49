// Holds what reports say is allocated against go/types: node bench/truth/types.js [--verbose] PACKAGE…
// A package of a module is named with its version, and is reported with the packages below it.
import { judgeRecords } from "./judge.js";

judgeRecords("types", ["--records", "escape"], (name, counts) => {
  const right = (counts["right"] ?? 0) + (counts["right-kind"] ?? 0);
  const wrong = (counts["wrong-kind"] ?? 0) + (counts["wrong-type"] ?? 0);
  const others = Object.entries(counts).filter(([key]) => !/^(?:right|wrong)/.test(key));
  const text = others.map(([key, value]) => `${key} ${value}`).join(", ");
  console.log(
    `${name}: ${right} of ${right + wrong} right (${((100 * right) / (right + wrong)).toFixed(2)}%); ${text}`,
  );
});
