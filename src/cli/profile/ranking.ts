import { relative } from "node:path";
import type { Profile } from "../../../parsers/profile/index.js";
import { UsageError, UserError } from "../../errors.js";
import { FunctionWeights } from "../../profile/function-weights.js";
import { RecordWeights, type Weigher, type Weights } from "../../profile/record-weights.js";
import { weighedSummary } from "../../profile/weighed-summary.js";
import type { DiagnosticRecord, SiteRecord } from "../../records/record.js";
import type { Summary } from "../../report/summary.js";
import { readRankingProfile } from "../../sources/profile-input.js";
import type { RecordSource } from "../../sources/record-source.js";

/** Ranks what a build reports by profiles. */
export class ProfileRanking {
  private readonly weights: Weigher;

  private constructor(
    profiles: readonly Profile[],
    /** How people call them. */
    readonly name: string,
    lazy: boolean,
    /** Where the time went, and not what was allocated. */
    readonly isCpu: boolean,
  ) {
    this.weights = isCpu ? new FunctionWeights(profiles) : new RecordWeights(profiles, lazy);
  }

  /**
   * Reads the profiles that `--profile` names; null where it names none. `lazy`: whether records do not stay as they are,
   * so that those which are weighed are copies, and CPU profiles will do, too: hot functions come first.
   */
  static async of(
    files: readonly string[] | undefined,
    directory: string,
    signal: AbortSignal,
    lazy = false,
  ): Promise<ProfileRanking | null> {
    if (files === undefined || files.length === 0) return null;
    const profiles: Profile[] = [];
    const kinds = new Set<string>();
    for (const file of files) {
      const { kind, profile } = await readRankingProfile(file, directory, signal, lazy);
      kinds.add(kind);
      profiles.push(profile);
    }
    if (kinds.size > 1) throw new UsageError("Heap profiles and CPU profiles do not add up: give those of one kind");
    return new ProfileRanking(profiles, files.join(", "), lazy, kinds.has("cpu"));
  }

  /**
   * Reads the profiles that guide a build, as go does without being asked; null where there are none, or where they tell
   * nothing: `onNote` is told why.
   */
  static async ofGuides(
    files: readonly string[],
    signal: AbortSignal,
    onNote: (text: string) => void,
  ): Promise<ProfileRanking | null> {
    try {
      return await ProfileRanking.of(
        files.map((file) => relative(process.cwd(), file)),
        ".",
        signal,
        true,
      );
    } catch (error) {
      if (signal.aborted || !(error instanceof UserError)) throw error;
      onNote(`Nothing is ranked by the profile of the build: ${error.message}`);
      return null;
    }
  }

  /** Takes a record of the source; all of them, whatever is shown. */
  record(record: DiagnosticRecord, { imports }: Pick<RecordSource, "imports">): void {
    const isProgram = record.package !== null && (imports?.get(record.package)?.name ?? "main") === "main";
    if (record.kind === "escape" || record.kind === "allocation") this.weights.add(record, isProgram);
    else if (record.kind === "inlined-call") this.weights.addInlinedCall(record, isProgram);
  }

  /** What was allocated at each record, when all have come. */
  weigh(): Weights {
    return this.weights.weigh();
  }

  /** The summary by what was allocated. */
  summary(
    summary: Summary,
    options: { readonly counts: (record: SiteRecord) => boolean; readonly top: number },
  ): Summary {
    return weighedSummary(summary, { ...options, weights: this.weigh(), name: this.name });
  }
}
