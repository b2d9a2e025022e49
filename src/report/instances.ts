import { withoutTypeArguments } from "../causes/expression.js";
import type { SourcePlace } from "../causes/index.js";
import { isInstance, isShaped, typeArgumentsOf, withoutShapes } from "../causes/shapes.js";
import type { Instance, SiteRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import type { VerdictReason } from "../records/vocabulary.js";
import { joinedVerdict } from "../sites/index.js";
import { compareText } from "./record-order.js";

/** Records that are held at once: what comes behind that is joined by itself. */
const MAX_HELD = 50_000;

/** Type arguments that use a copy of a generic function's code, by its name with shapes. */
export type TypeArguments = ReadonlyMap<string, ReadonlySet<string>>;

/** Makes one record of each place in a generic function of a package, with the instances that have it. */
export class InstanceSites {
  private held: Held[] = [];

  /**
   * Takes a record of a generic function, and keeps a copy; false for others. `isPrinted`: whether the compiler itself, or
   * machine code, names the function. `declared`: where the function is, which is where functions for a type argument have
   * all that is inlined into them.
   */
  take(record: SiteRecord, isPrinted: boolean, declared: SourcePlace | null): boolean {
    const { function: name } = record;
    if (name === null || !isInstance(name)) return false;
    const copy = record.kind === "escape" ? detached(record) : record;
    const isWrapper = !isShaped(name) || (declared !== null && isAt(record, declared));
    this.held.push({ record: copy, name, plain: withoutTypeArguments(name), isPrinted, isWrapper });
    return true;
  }

  get isFull(): boolean {
    return this.held.length >= MAX_HELD;
  }

  /** Hands out what was taken, each place once. `types`: what machine code shows of the package, where it was read. */
  end(types: TypeArguments): SiteRecord[] {
    const { held } = this;
    if (held.length === 0) return [];
    this.held = [];
    const places = new Map<string, Place[]>();
    const wrappers: Held[] = [];
    for (const each of held) {
      if (each.isWrapper) wrappers.push(each);
      else put(places, each);
    }
    const bodies = new Bodies([...places.values()].flat());
    // What is in the function for a type argument and not in the copy that it stands for has no other place.
    for (const each of wrappers) if (!bodies.wrap(each)) put(places, each);
    return [...places.values()].flat().map((place) => place.site(types));
  }
}

/** A record of an instance. */
interface Held {
  readonly record: SiteRecord;
  /** Its function, with type arguments. */
  readonly name: string;
  readonly plain: string;
  readonly isPrinted: boolean;
  readonly isWrapper: boolean;
}

function isAt({ file, line, column }: SiteRecord, place: SourcePlace): boolean {
  return line !== null && column !== null && file === place.file && line === place.line && column === place.column;
}

/** The n-th of a kind in each instance is the same place. */
function put(places: Map<string, Place[]>, held: Held): void {
  const key = keyOf(held);
  const known = places.get(key);
  if (known === undefined) places.set(key, [new Place(held)]);
  else if (!known.some((place) => place.add(held))) known.push(new Place(held));
}

function keyOf({ record, plain }: Held): string {
  const { kind, file, line, column, stack } = record;
  const inlined = (stack ?? [])
    .slice(1)
    .map((frame) => `${withoutTypeArguments(frame.function ?? "")}:${frame.file}:${frame.line}`);
  return [kind, file, line, column, plain, whatOf(record), ...inlined].join("\n");
}

/** What is made, in words that all instances share. */
function whatOf(record: SiteRecord): string {
  return record.kind === "escape" ? `${record.allocation} ${withoutShapes(record.message)}` : record.cause;
}

/** One place in a generic function. */
class Place {
  readonly plain: string;
  readonly record: SiteRecord;
  private readonly members: { readonly held: Held; readonly wrappers: SiteRecord[] }[];

  constructor(first: Held) {
    this.plain = first.plain;
    this.record = first.record;
    this.members = [{ held: first, wrappers: [] }];
  }

  /** Takes a record of another instance. */
  add(held: Held): boolean {
    if (held.isPrinted && this.members.some((member) => member.held.name === held.name)) return false;
    this.members.push({ held, wrappers: [] });
    return true;
  }

  /** Takes what a function for a type argument has of it: that of its own shape where it is known, else of any. */
  wrap({ record, name }: Held): void {
    if (isShaped(name)) return; // the name is that of another
    const args = typeArgumentsOf(name);
    const shape = typeArgumentsOf(record.stack?.[1]?.function ?? "");
    const own = this.members.find(({ held }) => {
      const shapes = typeArgumentsOf(held.name);
      return shape === null ? shapes?.replaceAll("go.shape.", "") === args : shapes === shape;
    });
    own?.wrappers.push(record);
  }

  /** The line that it is on, inside of what is inlined. */
  get line(): string {
    const { file, line, stack } = this.record;
    const inner = stack?.at(-1) ?? { file, line };
    return `${inner.file}:${inner.line}`;
  }

  site(types: TypeArguments): SiteRecord {
    const counts = new Map<string, number>();
    for (const { held } of this.members) counts.set(held.name, (counts.get(held.name) ?? 0) + 1);
    const instances = this.members
      .map(({ held, wrappers }) => ({
        record: held.record,
        // A name that several have is that of one of them, and it is not known of which.
        instance: instanceOf(held, wrappers, counts.get(held.name) === 1, types),
      }))
      .sort((a, b) => compareText(orderOf(a.instance), orderOf(b.instance)));
    const first = instances.find(({ record }) => record.call !== null) ?? (instances[0] as (typeof instances)[0]);
    const all = instances.map(({ instance }) => instance);
    const { allocates, reason } = joinedVerdict(all);
    const { loop } = first.record;
    const inLoop = instances.some(({ record }) => record.loop === true);
    return {
      ...first.record,
      allocates,
      reason,
      type: common(all.map(({ type }) => type)),
      bytes: common(all.map(({ bytes }) => bytes)),
      loop: inLoop ? true : loop,
      instances: all,
    };
  }
}

/** Places by the lines that machine code tells of them, and by their texts. */
class Bodies {
  private readonly byFunction = new Map<string, Place[]>();

  constructor(places: readonly Place[]) {
    for (const place of places) {
      const known = this.byFunction.get(place.plain);
      if (known === undefined) this.byFunction.set(place.plain, [place]);
      else known.push(place);
    }
  }

  /** Gives a record of a function for a type argument to the place that it is a copy of; false where there is none. */
  wrap(held: Held): boolean {
    const { record, plain } = held;
    const inner = record.stack?.at(-1);
    const near = this.byFunction.get(plain) ?? [];
    const atLine = inner === undefined ? near : near.filter((place) => place.line === `${inner.file}:${inner.line}`);
    const what = whatOf(record);
    const same = atLine.find((place) => whatOf(place.record) === what);
    // Of what the text speaks in one of the two only, machine code shows the same call.
    const found =
      same ?? (record.call === null ? undefined : atLine.find((place) => place.record.call === record.call));
    found?.wrap(held);
    return found !== undefined;
  }
}

function instanceOf(
  { record, name }: Held,
  wrappers: readonly SiteRecord[],
  isOne: boolean,
  known: TypeArguments,
): Instance {
  const args = typeArgumentsOf(name) ?? "";
  const { allocates, reason, call, type, bytes, stack } = record;
  const [wrapper] = wrappers;
  const types = isShaped(name) ? typesOf(name, wrappers, known) : [args];
  return {
    types: isOne ? types : [],
    shape: isOne && isShaped(name) ? args : null,
    allocates,
    reason: typeof reason === "string" ? (reason as VerdictReason) : null,
    call,
    type: type ?? wrapper?.type ?? null,
    bytes: bytes ?? wrapper?.bytes ?? null,
    stack,
    wrapper: wrapper?.stack ?? null,
  };
}

/** Type arguments of a copy, sorted: that of a closure is its function's. */
function typesOf(name: string, wrappers: readonly SiteRecord[], known: TypeArguments): string[] {
  const found = new Set<string>(known.get(name) ?? known.get(declaredName(name)) ?? []);
  for (const { function: wrapper } of wrappers) {
    const types = wrapper === null ? null : typeArgumentsOf(wrapper);
    if (types !== null) found.add(types);
  }
  return [...found].sort(compareText);
}

/** `(*Set[go.shape.int]).Each` of `(*Set[go.shape.int]).Each.func1`. */
function declaredName(name: string): string {
  const args = typeArgumentsOf(name);
  if (args === null) return name;
  const at = name.indexOf("[") + args.length + 2;
  const rest = name.slice(at);
  const isMethod = rest.startsWith(")");
  const end = isMethod ? /^\)\.[^.-]+/.exec(rest)?.[0].length : /^/.exec(rest)?.[0].length;
  return name.slice(0, at + (end ?? 0));
}

function orderOf({ types, shape }: Instance): string {
  return `${types.length === 0 ? "~" : types.join(" ")} ${shape ?? ""}`;
}

/** What all have; null where they differ. */
function common<T>(values: readonly (T | null)[]): T | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
