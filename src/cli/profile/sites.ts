import { SiteIndex } from "../../profile/join.js";
import type { ProfileLine } from "../../profile/lines.js";
import { CodeComparison } from "../../profile/same-code.js";
import type { SiteFinder } from "../../profile/site.js";
import type { ProfileReport } from "../../records/profile.js";
import type { RecordKind } from "../../records/vocabulary.js";
import { ownPackages } from "../../report/own-packages.js";
import type { RecordSource } from "../../sources/record-source.js";

/** What a build tells of a profile's lines. */
export interface BuildSites {
  readonly sites: SiteFinder;
  readonly isOwn: (line: ProfileLine) => boolean;
  readonly isBuilt: (importPath: string) => boolean;
  readonly fileOf: (line: ProfileLine) => string;
  readonly otherCode: ProfileReport["otherCode"];
}

const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "allocation", "inlining", "inlined-call"]);

/** Reads a build for its sites at these lines. */
export async function sitesOf(source: RecordSource, lines: ReadonlySet<ProfileLine>): Promise<BuildSites> {
  const index = new SiteIndex(lines);
  const code = new CodeComparison(lines);
  const isProgram = (importPath: string | null) =>
    importPath !== null && (source.imports?.get(importPath)?.name ?? "main") === "main";
  const { packages } = await source.read(KINDS, {
    heapFlowsOnly: true,
    record: (record) => {
      if (record.kind === "escape" || record.kind === "allocation") index.add(record, isProgram(record.package));
      else if (record.kind === "inlined-call") index.addInlinedCall(record, isProgram(record.package));
      else code.add(record);
    },
  });
  const isOwnPackage = ownPackages(source.facts().build, packages);
  const { imports, fileNamer } = source;
  const known = imports ?? new Set(packages);
  const isBuilt = (importPath: string) =>
    importPath === "main" || known.has(importPath) || known.has(importPath.replace(/_test$/, ""));
  return {
    sites: index,
    // The main function of a test's program is generated.
    isOwn: ({ package: importPath, file }) =>
      file !== "_testmain.go" && (importPath === "main" || isOwnPackage(importPath.replace(/_test$/, ""))),
    isBuilt,
    fileOf: (line) => fileNamer?.(line.package, line.file) ?? line.file,
    otherCode: code.result(),
  };
}
