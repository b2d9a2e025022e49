import type { ProfileReport } from "../../records/profile.js";
import type { Style } from "../../text/style.js";

/** What a profile is rendered with. */
export interface ProfileContext {
  readonly style: Style;
  /** The directory that the rows' files are relative to, where it is known: makes positions links. */
  readonly root: string | undefined;
  /** Figures only. */
  readonly quiet: boolean;
}

/** A format of profiles: the whole text, with a line break at its end. */
export type ProfileRenderer = (report: ProfileReport, context: ProfileContext) => string;
