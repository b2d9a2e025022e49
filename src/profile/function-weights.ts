import type { Profile } from "../../parsers/profile/index.js";
import type { SiteRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import { allocatingLocation } from "./allocating-lines.js";
import { LineTable } from "./lines.js";
import type { Weigher, Weights } from "./record-weights.js";
import { baseName, withoutTypeArguments } from "./symbol.js";

/**
 * Says of the records of a build in how hot a function they are, by CPU profiles: a weight is the time of the function
 * itself, with the run time's work for it, in nanoseconds.
 */
export class FunctionWeights implements Weigher {
  private readonly times = new Map<string, number>();
  private readonly found = new Map<SiteRecord, number>();
  private total = 0;

  constructor(profiles: readonly Profile[]) {
    const table = new LineTable();
    for (const profile of profiles) {
      const { samples, sampleTypes } = profile;
      const type = sampleTypes.findIndex(({ unit }) => unit === "nanoseconds");
      const lines = table.of(profile);
      for (let sample = 0; sample < samples.count; sample++) {
        const time = samples.values[sample * sampleTypes.length + type] ?? 0;
        const stack = samples.stack(sample);
        const location = stack.length === 0 ? undefined : lines[allocatingLocation(stack, lines)];
        this.total += time;
        // What was inlined is a function of its own in the source.
        const [line] = location ?? [];
        if (line === undefined) continue;
        const key = functionKey(line.package, line.file, line.function);
        this.times.set(key, (this.times.get(key) ?? 0) + time);
      }
    }
  }

  add(record: SiteRecord, isProgram: boolean): void {
    const { package: importPath, file, function: name } = record;
    if (importPath === null || file === null || name === null) return;
    const paths = isProgram ? [importPath, "main"] : [importPath];
    const time = Math.max(...paths.map((each) => this.times.get(functionKey(each, file, name)) ?? 0));
    if (time > 0) this.found.set(record.kind === "escape" ? detached(record) : record, time);
  }

  addInlinedCall(): void {
    // Times are of functions.
  }

  weigh(): Weights {
    const weight = (time: number) => ({ bytes: time, objects: 0 });
    return {
      unit: "nanoseconds",
      total: weight(this.total),
      records: new Map([...this.found].map(([record, time]) => [record, weight(time)])),
      of: ({ package: importPath, file, function: name }) => {
        const time = [importPath ?? "", "main"].map((each) =>
          this.times.get(functionKey(each, file ?? "", name ?? "")),
        );
        const most = Math.max(0, ...time.map((each) => each ?? 0));
        return most === 0 ? null : weight(most);
      },
    };
  }
}

function functionKey(importPath: string, file: string, name: string): string {
  return `${importPath}\0${baseName(file)}\0${withoutTypeArguments(name)}`;
}
