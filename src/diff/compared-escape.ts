import { withoutShapes } from "../causes/shapes.js";
import type { Hop, SiteRecord } from "../records/record.js";
import type { Allocation, CallCause } from "../records/vocabulary.js";
import { baseName, plainText, withoutNames } from "./release-wording.js";
import type { NameReader } from "./stable-names.js";

/** A package and a function, as an {@link Item} has them. */
export interface Home {
  readonly package: string;
  readonly function: string;
  readonly outer: string;
}

/** One allocation of one side while the two sides are matched, with the texts that it is matched by. */
export class Item {
  /** The item of the other side that it was found to be. */
  mate: Item | null = null;
  /** Whether the mate has the same expression and flow, word for word. */
  sameText = false;
  /** Where it would be after the renames between the two sides: set for the items of the older one. */
  home: Home;
  readonly package: string;
  /** The declared function that it stands in, without type arguments. */
  readonly outer: string;
  /** With type arguments, without closure numbers; of a place that has several instances without them. */
  readonly instance: string;
  /** Without type arguments. */
  readonly function: string;
  /** Inside a package this names the file; directories differ between saved output and reports, and with -trimpath. */
  readonly file: string;
  /** In words that releases share. */
  expression: string;
  private readonly words: (text: string) => string;
  private flowTexts: readonly string[] | undefined;
  private cachedSkeleton: string | undefined;

  constructor(
    readonly record: SiteRecord,
    names: NameReader,
  ) {
    const { instance, plain, outer } = names.read(record.function);
    const isGeneric = record.instances !== undefined;
    this.package = record.package ?? "";
    this.instance = isGeneric ? plain : instance;
    this.function = plain;
    this.outer = outer;
    this.file = baseName(record.file);
    // A place in a generic function has the words of one of its instances.
    this.words = isGeneric ? (text) => plainText(withoutShapes(text)) : plainText;
    this.expression = this.words(wordsOf(record));
    this.home = this;
  }

  /**
   * Prepares it for the looser passes, in which its texts are needed often and kept. `home` is where it is after the
   * renames, and `rewrite` gives texts the names of the newer side.
   */
  prepare(home: Home = this, rewrite: (text: string) => string = (text) => text): void {
    this.home = home;
    this.expression = rewrite(this.expression);
    this.flowTexts = wayOf(this.record, this.words).map(rewrite);
  }

  /** What is allocated; of a call without a decision, why it is there. */
  get kind(): Allocation | `call ${CallCause}` {
    return this.record.kind === "escape" ? this.record.allocation : `call ${this.record.cause}`;
  }

  /** Its flow; calls have none. */
  get hops(): readonly Hop[] {
    return this.record.kind === "escape" ? this.record.flow : [];
  }

  /** The function of the last call on the way, as printed. */
  get callee(): string | null {
    return this.record.kind === "escape" ? this.record.callee : null;
  }

  /** Its flow in words that releases share: every step with its expression, without positions. */
  get flow(): string {
    return (this.flowTexts ?? wayOf(this.record, this.words)).join("\n");
  }

  /** Its expression and flow without names: what stays when variables or types are renamed. */
  get skeleton(): string {
    const flow = this.flowTexts ?? wayOf(this.record, this.words);
    if (this.record.kind === "allocation") return [this.expression, ...flow].join("\n");
    this.cachedSkeleton ??= withoutNames([this.expression, ...flow]).join("\n");
    return this.cachedSkeleton;
  }

  /** `append` from Go 1.25 on, where there is no explanation; else as it is. */
  get looseExpression(): string {
    return this.kind === "append" ? "append" : this.expression;
  }
}

/** What is made; of a call in a generic function without its type, which is another in each instance. */
function wordsOf(record: SiteRecord): string {
  if (record.kind === "escape") return record.expression;
  return record.instances === undefined ? record.message : record.cause;
}

/** What makes a call one of several alike: the functions that are inlined there. */
function wayOf(record: SiteRecord, words: (text: string) => string): string[] {
  if (record.kind === "escape") return textsOf(record.flow, words);
  return (record.stack ?? []).slice(1).map(({ function: name }) => `in ${words(name ?? "")}`);
}

/** A flow as texts. Hops over `{temp}` are joined: releases before 1.22 print one where later ones print two. */
function textsOf(flow: readonly Hop[], words: (text: string) => string): string[] {
  const texts: string[] = [];
  for (const { to, steps } of flow) {
    for (const { expression, reason } of steps) texts.push(`${words(expression)} (${reason})`);
    if (to !== "{temp}") texts.push(`-> ${words(to)}`);
  }
  return texts;
}
