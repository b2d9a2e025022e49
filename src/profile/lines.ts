import type { Location, Profile } from "../../parsers/profile/index.js";
import { readSymbol } from "./symbol.js";

/** A line of a function: what pprof's `-lines` tells apart. */
export interface ProfileLine {
  /** Its index in the table. */
  readonly id: number;
  /** The function as the profile names it: `net/http.(*Server).Serve`; for code without names the address. */
  readonly symbol: string;
  readonly package: string;
  /** The function's name in its package: `(*Server).Serve`. */
  readonly function: string;
  /** As the profile has it; empty where it is not known. */
  readonly file: string;
  /** 0 where it is not known. */
  readonly line: number;
  /** The line of the function's declaration; 0 where it is not known. */
  readonly startLine: number;
}

/** The lines of each location of a profile. */
export type LocationLines = readonly (readonly ProfileLine[])[];

/** The lines of several profiles, each once. */
export class LineTable {
  readonly lines: ProfileLine[] = [];
  private readonly ids = new Map<string, number>();
  private readonly known = new Map<Profile, LocationLines>();

  /** For each location of a profile its lines, innermost first. At least one each. */
  of(profile: Profile): LocationLines {
    const known = this.known.get(profile) ?? this.add(profile);
    this.known.set(profile, known);
    return known;
  }

  private add(profile: Profile): LocationLines {
    return profile.locations.map((location) => {
      const named = location.frames.filter(({ function: fn }) => fn !== null && fn.name !== "");
      if (named.length === 0) return [this.unnamed(location)];
      return named.map(({ function: fn, line }) =>
        this.line(fn?.name ?? "", fn?.file ?? "", Number(line), Number(fn?.startLine ?? 0)),
      );
    });
  }

  private unnamed({ address, mapping }: Location): ProfileLine {
    return this.line(`0x${address.toString(16)}`, mapping?.file ?? "", 0, 0);
  }

  private line(symbol: string, file: string, line: number, startLine: number): ProfileLine {
    const key = `${symbol}\0${file}\0${line}`;
    const known = this.lines[this.ids.get(key) ?? -1];
    if (known !== undefined) return known;
    const { package: importPath, name } = readSymbol(symbol);
    const made: ProfileLine = {
      id: this.lines.length,
      symbol,
      package: importPath,
      function: name,
      file,
      line,
      startLine,
    };
    this.ids.set(key, made.id);
    this.lines.push(made);
    return made;
  }
}
