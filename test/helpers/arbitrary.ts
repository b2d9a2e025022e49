import fc from "fast-check";

type Type = "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";

/** The part of JSON Schema that this project's schemas consist of. */
interface Schema {
  readonly $ref?: string;
  readonly type?: Type | readonly Type[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Values that fit a JSON Schema, with `text` wherever it allows any string. Throws for what it does not know. */
export function valuesOf(
  schema: Schema & { readonly $defs?: Readonly<Record<string, Schema>> },
  text: fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  const known = new Map<string, fc.Arbitrary<unknown>>();
  const named = (reference: string): fc.Arbitrary<unknown> => {
    const name = reference.replace(/^#\/\$defs\//, "");
    const found = known.get(name) ?? of(schema.$defs?.[name] ?? {});
    known.set(name, found);
    return found;
  };
  const of = (part: Schema): fc.Arbitrary<unknown> => {
    if (part.$ref !== undefined) return named(part.$ref);
    if (part.const !== undefined) return fc.constant(part.const);
    if (part.enum !== undefined) return fc.constantFrom(...part.enum);
    const choices = part.anyOf ?? part.oneOf;
    if (choices !== undefined) return fc.oneof(...choices.map(of));
    if (typeof part.type === "object") return fc.oneof(...part.type.map((type) => of({ ...part, type })));
    switch (part.type) {
      case "object":
        return fc.record(
          Object.fromEntries(Object.entries(part.properties ?? {}).map(([key, value]) => [key, of(value)])),
        );
      case "array":
        return fc.array(of(part.items ?? {}), { maxLength: 3 });
      case "string":
        return text;
      case "integer":
        return fc.integer({ min: Math.max(part.minimum ?? -1e6, -1e6), max: Math.min(part.maximum ?? 1e6, 1e6) });
      case "number":
        return fc.double({ min: part.minimum ?? -1e6, max: part.maximum ?? 1e6, noNaN: true });
      case "boolean":
        return fc.boolean();
      case "null":
        return fc.constant(null);
      default:
        throw new Error(`no values are known for ${JSON.stringify(part)}`);
    }
  };
  return of(schema);
}
