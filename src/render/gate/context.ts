import type { Gate } from "../../records/gate.js";
import type { SiteRecord } from "../../records/record.js";
import type { Style } from "../../text/style.js";
import type { FindingsContext } from "../services/context.js";

/** What a gate's result is rendered from. */
export interface GateContext extends FindingsContext {
  readonly gate: Gate;
  readonly style: Style;
  /** How many allocations of each rule to show, in the formats that people read. */
  readonly top: number;
  /** Figures and allocations only: no advice. */
  readonly quiet: boolean;
  /** The directory that the records' files are relative to, where it is known: makes positions links. */
  readonly root?: string | undefined;
  /** The line of source that a record stands in, without its indentation; null where it cannot be read. */
  readonly sourceLine: (record: SiteRecord) => string | null;
  /** The configuration that an exemption can be written to. */
  readonly configFile: string;
  /** The baseline in use; null without one. */
  readonly baselineFile: string | null;
  /** The command that gives the same answer on another machine. */
  readonly command: string;
  /** This tool's version. */
  readonly version: string;
}

/** One output format of a gate's result. */
export interface GateRenderer {
  /** It names files as they are opened: where the standard library is has to be known. Default: no. */
  readonly opensFiles?: boolean;
  readonly render: (context: GateContext) => Iterable<string>;
}
