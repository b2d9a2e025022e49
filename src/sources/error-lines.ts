import { ToolchainError } from "../errors.js";
import { BrokenBuild, type BrokenPackage, brokenOnes, dependentsOf } from "../go/broken-packages.js";
import type { BuildFailure } from "../go/build.js";
import type { ListedPackage } from "../go/packages.js";

/** `file.go:1:2: text`: what the compiler says of code that it refuses. C compilers print warnings the same way. */
const ERROR = /^\S.*?:\d+(?::\d+)?: (?!warning:|note:)/;

/** What go prints beside diagnostics, under the package it belongs to, as go itself shows it. */
export class ErrorLines {
  private readonly lines: string[] = [];
  private readonly packages = new Map<string, string[]>();
  private last: string | null = null;

  add(importPath: string | null, text: string): void {
    if (importPath !== this.last && importPath !== null) this.lines.push(`# ${importPath}`);
    this.last = importPath;
    this.lines.push(text);
    if (importPath === null || !ERROR.test(text)) return;
    const known = this.packages.get(importPath);
    if (known === undefined) this.packages.set(importPath, [text]);
    else known.push(text);
  }

  /** The packages that have errors, and those that import them. */
  broken(listed: readonly ListedPackage[]): BrokenPackage[] {
    const own = [...this.packages].map(([importPath, lines]) => ({ importPath, reason: lines.join("\n") }));
    const others = dependentsOf(new Set(this.packages.keys()), listed);
    return brokenOnes([...own, ...others.map((importPath) => ({ importPath, reason: null }))]);
  }

  /** The error of a build that gives no report. `others`: whether other packages were built. */
  error({ exitCode, command }: BuildFailure, broken: readonly BrokenPackage[], others: boolean): ToolchainError {
    if (this.lines.length === 0) {
      const text = `go ended with exit status ${exitCode} and said nothing. Run it yourself: go ${command.join(" ")}`;
      return new ToolchainError(text);
    }
    const text = `the build failed, so there is no report. go says:\n\n${this.lines.join("\n")}`;
    return broken.length === 0 ? new ToolchainError(text) : new BrokenBuild(text, broken, others);
  }
}
