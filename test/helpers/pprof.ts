import { execa } from "execa";
import type { Integer, Label, Location, Profile } from "../../parsers/profile/index.js";

/** Runs `go tool pprof`, without its look for executables and sources of this machine. Returns standard output. */
export async function pprof(args: readonly string[]): Promise<string> {
  const { stdout } = await execa("go", ["tool", "pprof", "-symbolize=none", ...args], {
    env: { GOENV: "off", GOFLAGS: "", TZ: "UTC", PPROF_BINARY_PATH: "/nonexistent" },
    stripFinalNewline: false,
    maxBuffer: 1e9,
  });
  return stdout;
}

/** What `go tool pprof -raw` prints for a profile: every number, name, stack and label that it holds. */
export function rawText(profile: Profile): string {
  const { samples, sampleTypes, periodType, mappings } = profile;
  const lines = profile.comments.map((comment) => `Comment: ${comment}`);
  if (profile.documentation !== "") lines.push(`Doc: ${profile.documentation}`);
  lines.push(`PeriodType: ${periodType?.type ?? ""} ${periodType?.unit ?? ""}`, `Period: ${profile.period}`);
  if (profile.timeNanos !== 0) lines.push(`Time: ${time(profile.timeNanos)}`);
  if (profile.durationNanos !== 0) lines.push(`Duration: ${duration(profile.durationNanos)}`);
  const isDefault = (type: string) => type === profile.defaultSampleType;
  lines.push("Samples:", sampleTypes.map((t) => `${t.type}/${t.unit}${isDefault(t.type) ? "[dflt]" : ""}`).join(" "));
  for (let sample = 0; sample < samples.count; sample++) {
    const values = sampleTypes.map((_, type) => String(samples.exact(sample, type)).padStart(10)).join(" ");
    const ids = [...samples.stack(sample)].map((index) => `${profile.locations[index]?.id} `);
    lines.push(` ${values}: ${ids.join("")}`, ...labelLines(samples.labels(sample)));
  }
  lines.push("Locations", ...profile.locations.toSorted(byId).flatMap(locationLines), "Mappings");
  for (const m of mappings) {
    const bits = [m.hasFunctions && "[FN]", m.hasFilenames && "[FL]", m.hasLineNumbers && "[LN]"];
    const text = [...bits, m.hasInlineFrames && "[IN]"].filter(Boolean).join("");
    lines.push(`${m.id}: ${hex(m.start)}/${hex(m.limit)}/${hex(m.offset)} ${m.file} ${m.buildId} ${text}`);
  }
  return `${lines.join("\n")}\n`;
}

function byId(a: Location, b: Location): number {
  return a.id < b.id ? -1 : 1;
}

function locationLines(location: Location): string[] {
  const mapping = location.mapping === null ? "" : `M=${location.mapping.id} `;
  const head = `${String(location.id).padStart(6)}: ${hex(location.address)} ${mapping}${location.folded ? "[F] " : ""}`;
  if (location.frames.length === 0) return [head];
  return location.frames.map(({ function: fn, line, column }, i) => {
    const start = i === 0 ? head : " ".repeat(13);
    if (fn === null) return `${start}??`;
    const system = fn.systemName === fn.name ? "" : `(${fn.systemName})`;
    return `${start}${fn.name} ${fn.file}:${line}:${column} s=${fn.startLine}${system}`;
  });
}

function labelLines(labels: readonly Label[]): string[] {
  const values = (of: readonly Label[], text: (label: Label) => string) => {
    const byKey = new Map<string, string[]>();
    for (const label of of) byKey.set(label.key, [...(byKey.get(label.key) ?? []), text(label)]);
    return [...byKey].map(([key, texts]) => `${key}:[${texts.join(" ")}]`).sort();
  };
  const number = ({ number, unit }: Label) => (unit === "" ? `${number}` : `${number} ${unit}`);
  const texts = labels.filter(({ text }) => text !== null);
  const numbers = labels.filter(({ text }) => text === null);
  return [values(texts, ({ text }) => text ?? ""), values(numbers, number)]
    .filter((line) => line.length > 0)
    .map((line) => " ".repeat(16) + line.join(" "));
}

function hex(value: Integer): string {
  return `0x${value.toString(16)}`;
}

/** As Go prints a time of UTC: the fraction of a second without zeros at its end. */
function time(nanos: Integer): string {
  const all = BigInt(nanos);
  const seconds = new Date(Number(all / 1_000_000_000n) * 1000).toISOString().slice(0, 19).replace("T", " ");
  const fraction = String(all % 1_000_000_000n)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${seconds}${fraction === "" ? "" : `.${fraction}`} +0000 UTC`;
}

/** The first four characters of a duration below a minute as Go prints it, which is what pprof shows. */
function duration(nanos: Integer): string {
  const value = Number(nanos);
  const [unit, size] =
    value >= 1e9 ? (["s", 1e9] as const) : value >= 1e6 ? (["ms", 1e6] as const) : (["µs", 1e3] as const);
  return `${value / size}${unit}`.slice(0, 4);
}
