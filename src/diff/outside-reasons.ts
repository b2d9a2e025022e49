import type { SiteRecord } from "../records/record.js";
import type { ReportHeader } from "../records/report.js";
import type { ReasonFacts } from "./inlined-copies.js";
import type { InlinedFrame } from "./inlined-frames.js";
import type { SourceView } from "./source-view.js";

/** Reasons that lie outside of the code that is compared: another version of a module, another release of Go. */
export class OutsideReasons {
  private readonly modules: ReadonlyMap<string, readonly [before: string, after: string]>;
  private readonly releases: readonly [string, string] | null;

  constructor(
    private readonly source: SourceView | null,
    before: Pick<ReportHeader, "toolchain">,
    after: Pick<ReportHeader, "toolchain">,
  ) {
    this.modules = changedModules(source);
    const [old, now] = [before.toolchain?.version, after.toolchain?.version];
    this.releases = old === undefined || now === undefined || old === now ? null : [old, now];
  }

  /** Whether another release of Go has built the newer side; patch releases print the same. */
  get isUpgrade(): boolean {
    const [old, now] = (this.releases ?? []).map((version) => /^go1\.\d+/.exec(version)?.[0]);
    return old !== now;
  }

  /**
   * Why an allocation is new in a function whose code is the same. Where both Go and modules have changed, only a function
   * that is inlined from one of them tells.
   */
  reasonOf(record: SiteRecord, frames: readonly InlinedFrame[]): ReasonFacts | null {
    const inlined = [...frames].reverse().flatMap(({ package: importPath }) => this.moduleOf(importPath) ?? []);
    const [module = this.releases === null ? this.calledModule(record) : null] = inlined;
    if (module !== null) {
      const [before, after] = this.modules.get(module) ?? [null, null];
      return { ...ABOUT_NO_FUNCTION, kind: "dependency-changed", subject: module, before, after };
    }
    if (this.releases === null || this.modules.size > 0) return null;
    const [before, after] = this.releases;
    return { ...ABOUT_NO_FUNCTION, kind: "release-changed", subject: null, before, after };
  }

  /** The changed module of the function that the value is last passed to, by the imports of the record's file. */
  private calledModule(record: SiteRecord): string | null {
    if (this.modules.size === 0 || record.kind !== "escape" || record.callee === null || record.file === null)
      return null;
    const qualifier = /^(?:\(\*)?([\p{L}_][\p{L}\p{N}_]*)\./u.exec(record.callee)?.[1];
    if (qualifier === undefined) return null;
    const paths = this.source?.imports("after", record.file) ?? [];
    const own = paths.filter((path) => path.split("/").some((part) => part.replace(/\.v\d+$/, "") === qualifier));
    const [only, ...others] = own;
    return only === undefined || others.length > 0 ? null : this.moduleOf(only);
  }

  private moduleOf(importPath: string): string | null {
    let longest: string | null = null;
    for (const path of this.modules.keys()) {
      const isIn = importPath === path || importPath.startsWith(`${path}/`);
      if (isIn && path.length > (longest?.length ?? 0)) longest = path;
    }
    return longest;
  }
}

const ABOUT_NO_FUNCTION = { shown: true, package: null, function: "", file: null, line: null, column: null } as const;

function changedModules(source: SourceView | null): Map<string, readonly [string, string]> {
  const changed = new Map<string, readonly [string, string]>();
  const [before, after] = [source?.requirements("before") ?? null, source?.requirements("after") ?? null];
  for (const [path, version] of after ?? []) {
    const old = before?.get(path);
    if (old !== undefined && old !== version) changed.set(path, [old, version]);
  }
  return changed;
}
