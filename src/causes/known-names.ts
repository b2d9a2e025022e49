import type { LocalFacts } from "./callee.js";

/** What a package's lines tell about its types. */
interface KnownNames {
  /** Types with methods, also of other packages: `T`, `pkg.T`. */
  readonly types: ReadonlySet<string>;
  /** Methods of any type: `run`. */
  readonly methods: ReadonlySet<string>;
}

const METHOD =
  /^(?:\(\*)?((?:[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*)(?:\[.*\])?\)?\.([\p{L}_][\p{L}\p{N}_]*)$/su;
const namesByFacts = new WeakMap<LocalFacts, { readonly size: number; readonly names: KnownNames }>();

/** The types and methods that a package's lines name. */
export function namesOf(local: LocalFacts): KnownNames {
  const size = local.functions.size + local.inlinedCallees.size;
  const known = namesByFacts.get(local);
  if (known?.size === size) return known.names;
  const types = new Set<string>();
  const methods = new Set<string>();
  for (const set of [local.functions, local.inlinedCallees]) {
    for (const name of set) {
      const [, type, method] = METHOD.exec(name) ?? [];
      // `F.func1` is a closure.
      if (type === undefined || method === undefined || local.functions.has(type)) continue;
      types.add(type);
      methods.add(method);
    }
  }
  const names = { types, methods };
  namesByFacts.set(local, { size, names });
  return names;
}
