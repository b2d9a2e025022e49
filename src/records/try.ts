import { z } from "zod";
import { allocationSchema, escapeSchema } from "./record.js";
import { TRY_SCHEMA } from "./schema-names.js";

const siteSchema = z.discriminatedUnion("kind", [escapeSchema, allocationSchema]);

const place = {
  file: z.string().nullable().describe("As in records"),
  line: z.int().nullable(),
  column: z.int().nullable(),
};

/** What is cut off. */
export const triedCulpritSchema = z.object({
  kind: z
    .enum(["parameter", "closure", "field", "variable", "result"])
    .describe("field, variable: all that is stored there; result: what the function returns"),
  package: z.string().nullable().describe("Import path"),
  function: z.string().nullable().describe("As the compiler names it"),
  parameter: z.string().nullable().describe("For the kind parameter"),
  name: z.string().nullable().describe("Of a field (with its type, `T.f`) or of a variable"),
  ...place,
});

/** Sites of one list, and what one allocation of each takes together, as far as it is known. */
const amountSchema = z.object({
  sites: z.int(),
  bytes: z.int().describe("Of those whose objects have a size of their own"),
  sized: z.int().describe("How many those are: a slice has the size of its elements alone"),
});

/** What compiling again without a leak shows: sites that are gone, that are others, and that came. */
export const differenceSchema = z.object({
  removed: z.array(siteSchema),
  changed: z.array(
    z.object({
      before: siteSchema,
      after: siteSchema,
      what: z.array(z.enum(["way", "decision", "allocates"])).describe("way: its first way to the heap is another"),
    }),
  ),
  added: z.array(siteSchema),
  amounts: z.object({ before: amountSchema, removed: amountSchema, added: amountSchema }),
});

/** A way by which a value gets to the heap. */
export const wayOutSchema = z.object({
  site: z.int().describe("Index into `sites`"),
  ...place,
  step: z.string().describe("The compiler's word for the last step, such as assign or call parameter"),
  expression: z.string().describe("What it prints for that step"),
  to: z.string().describe("Where the value goes, as in flows"),
  closed: z.string().nullable().describe("The expression that was hidden there; null where none could be"),
});

/** A site of which all ways out were looked for. */
export const triedSiteSchema = z.object({
  site: siteSchema,
  ends: z
    .enum(["stack", "call", "heap"])
    .describe(
      "stack: with all ways closed that are listed, the value stays on it; call: it does not escape, and the call that " +
        "allocated is still made, as for a map that grows or a slice of unknown length",
    ),
  why: z.string().nullable().describe("Why no more could be closed; null where no way is left"),
});

/** What `try` prints. */
export const trySchema = z.object({
  schema: z.literal(TRY_SCHEMA),
  target: z.string(),
  culprit: triedCulpritSchema.nullable().describe("What was cut off; null for a line"),
  packages: z
    .array(z.string())
    .describe("Import paths of what the answer holds for: the package, and those that import it"),
  ...differenceSchema.shape,
  balanced: z
    .array(z.string())
    .describe("Functions whose inlining the change alters: both sides are then compiled with a change of that size"),
  sites: z.array(triedSiteSchema).describe("The sites of the line"),
  waysOut: z
    .array(wayOutSchema)
    .nullable()
    .describe("All ways out, in the order in which they were found; null for a culprit"),
  notTried: z.string().nullable().describe("Why nothing could be tried"),
});

/** What `blame --try` adds to a culprit. */
export const triedSchema = z.object({
  removed: z.int().describe("Allocation sites that cutting this leak off takes away"),
  changed: z.int().describe("Sites that stay by another way, or by a call that allocates all the same"),
  added: z.int().describe("Sites that are new then"),
  bytes: z
    .int()
    .describe("What one allocation of each removed site takes together, as far as it has a size of its own"),
  packages: z.int().describe("Packages that the answer holds for: the one that it is in, and those that import it"),
  notTried: z.string().nullable().describe("Why it could not be tried; the numbers are 0 then"),
});

export type Tried = z.infer<typeof triedSchema>;
export type TriedCulprit = z.infer<typeof triedCulpritSchema>;
export type Difference = z.infer<typeof differenceSchema>;
export type ChangedSite = Difference["changed"][number];
export type Amount = z.infer<typeof amountSchema>;
export type WayOut = z.infer<typeof wayOutSchema>;
export type TriedSite = z.infer<typeof triedSiteSchema>;
export type Try = z.infer<typeof trySchema>;
