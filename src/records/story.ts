import { z } from "zod";
import { allocationSchema, escapeSchema, leakSchema } from "./record.js";
import { STORY_SCHEMA } from "./schema-names.js";

/**
 * How a story can end.
 *
 * `global`, `field`, `element`, `pointer`: stored in a package-level variable, a field of something that may be on the
 * heap, a map, slice or array, or through a pointer · `append`, `send`, `panic`: what these words do in Go · `result`:
 * handed to the caller · `interface-call`, `func-value`: a call that is decided at run time · `outside`: a function whose
 * package is not in the report · `no-body`: a function without a body in Go · `go`, `defer`: a statement that runs it
 * later · `longer`: a variable that lives longer · `limit`: the compiler refuses the stack · `unsafe` · `cycle`: a
 * function that calls itself, directly or through others · `told`: something that the story came through before ·
 * `unknown`: the compiler does not explain it.
 */
export const STORY_ENDS = [
  "global",
  "field",
  "element",
  "pointer",
  "append",
  "send",
  "panic",
  "result",
  "interface-call",
  "func-value",
  "outside",
  "no-body",
  "go",
  "defer",
  "longer",
  "limit",
  "unsafe",
  "cycle",
  "told",
  "unknown",
] as const;

const place = {
  file: z.string().nullable().describe("As in records"),
  line: z.int().nullable(),
  column: z.int().nullable(),
};

/** A line of source that the value goes through, in the order in which it happens. */
export const storyStepSchema = z.object({
  text: z.string().describe("What happens there, in plain words; Go code stands in backticks"),
  package: z.string().nullable(),
  function: z.string().nullable().describe("The function that the line is in"),
  ...place,
  expression: z.string().describe("What happens there, as the compiler prints it"),
  reasons: z.array(z.string()).describe("The compiler's words for it"),
  source: z.string().nullable().describe("The line of source, where the file is at hand"),
});

/** A function that the value enters, or a closure that captures it. */
export const chainLinkSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("function"),
    package: z.string().nullable().describe("Import path; null where only the package's name is known"),
    name: z.string().describe("With the package's name: store.Keep, methods.(*registry).add"),
    parameter: z.string().nullable().describe("The parameter that it enters as, where that is known"),
    inlined: z.boolean().describe("The compiler replaced the call by the function's body"),
    result: z.string().nullable().describe("The result that it comes back as; null when it stays"),
    level: z.int().nullable().describe("Dereferences from the parameter to the result"),
    ...place,
  }),
  z.object({ kind: z.literal("closure"), ...place }),
]);

/** Where the story ends. */
export const storyEndSchema = z.object({
  kind: z.enum(STORY_ENDS),
  name: z.string().nullable().describe("Of the variable, field, result or function; as the compiler prints it"),
  text: z.string().describe("What that means, in plain words; Go code stands in backticks"),
  package: z.string().nullable(),
  ...place,
});

/** Where a value is made whose position is that of an inlined call. */
export const originSchema = z.object({
  functions: z.array(z.string()).describe("Inlined one in the other; the last one makes the value"),
  lines: z
    .array(z.object({ file: z.string().nullable(), line: z.int().nullable() }))
    .describe("Of each of them: where it calls the next, or makes the value; null where that is not known"),
  ...place,
  source: z.string().nullable(),
});

/** A call on a value's way that stays a call, so that its code is not looked at with this very value. */
export const keptCallSchema = z.object({
  kind: z.enum(["not-inlined", "not-devirtualized"]),
  name: z.string().nullable().describe("What is called; null for a func value without a name"),
  text: z.string().describe("Why, and what is known of what would follow, in plain words; Go code stands in backticks"),
});

/** A call that allocates though no decision speaks of it. */
export const undecidedCallSchema = allocationSchema
  .pick({
    package: true,
    file: true,
    line: true,
    function: true,
    cause: true,
    allocates: true,
    reason: true,
    call: true,
    type: true,
    bytes: true,
    loop: true,
  })
  .extend({
    text: z.string().describe("What the compiler says that stays there, and why it allocates all the same"),
    remedy: z.string().nullable(),
  });

/** What a profile shows of an escape. */
export const allocatedSchema = z.object({
  bytes: z.number(),
  objects: z.number(),
  share: z.number().describe("Of all that was allocated, from 0 to 1"),
});

/** A question that people ask of such a place, with its answer: only where the records or the source show it. */
export const storyAnswerSchema = z.object({
  question: z.string(),
  text: z.string().describe("In plain words; Go code stands in backticks"),
});

/** Why one value escapes, from the line that makes it to the place that keeps it. */
export const storySchema = z.object({
  escape: escapeSchema,
  source: z.string().nullable().describe("The line of source of the escape"),
  within: z
    .string()
    .optional()
    .describe("The closure that the line is in, as the source has it; not there where the compiler calls it so too"),
  made: z.string().describe("What is allocated, in plain words; Go code stands in backticks"),
  origin: originSchema.nullable().describe("null unless the position is that of an inlined call"),
  steps: z.array(storyStepSchema),
  chain: z.array(chainLinkSchema).describe("The functions and closures it goes through"),
  end: storyEndSchema,
  keptCalls: z.array(keptCallSchema).describe("Why calls on its way are not inlined, or not made direct"),
  answers: z.array(storyAnswerSchema).optional().describe("Not there without any"),
  explanation: z.string(),
  remedies: z.array(z.string()).describe("What can be meant for this place; none for what never allocates"),
  noRemedy: z.string().nullable().describe("Why there is no remedy, where it allocates"),
  whenNotToBother: z.string(),
  docs: z.string(),
  allocated: allocatedSchema.nullable().optional().describe("With --profile; null where it shows nothing of it"),
  copies: z.int().describe("Further records of the same place, as of other instances of a generic function"),
});

/** One of the places that match, in short. */
export const storySiteSchema = escapeSchema
  .pick({
    package: true,
    file: true,
    line: true,
    column: true,
    function: true,
    expression: true,
    allocation: true,
    cause: true,
    allocates: true,
    reason: true,
    call: true,
    type: true,
    bytes: true,
    loop: true,
  })
  .extend({
    copies: z.int().describe("Further records of the same place"),
    allocated: allocatedSchema.nullable().optional().describe("With --profile; null where it shows nothing of it"),
  });

/** What becomes of the values of a parameter: what leaks, through which calls, to which place. */
export const leakStorySchema = z.object({
  leak: leakSchema,
  source: z.string().nullable().describe("The line of source that declares it"),
  text: z.string().describe("What leaks where, in plain words; Go code stands in backticks"),
  steps: z.array(storyStepSchema),
  chain: z.array(chainLinkSchema),
  end: storyEndSchema,
});

/** The answer of explain. */
export const storiesSchema = z.object({
  schema: z.literal(STORY_SCHEMA),
  target: z.string().describe("What was asked for"),
  match: z.enum(["exact", "through", "closest", "none"]).describe("through: other values pass the line asked for"),
  matches: z.int().describe("How many escapes match; `stories` holds the first"),
  hint: z.string().nullable(),
  sites: z
    .array(storySiteSchema)
    .describe("Those that match, in short: the first of them, more than there are stories"),
  stories: z.array(storySchema),
  undecided: z
    .array(undecidedCallSchema)
    .describe("Calls at the line or in the function asked for that allocate without a decision"),
  leaks: z
    .array(leakStorySchema)
    .describe("Parameters that leak: of the function asked for, of that name, or declared at that line"),
});

export type KeptCall = z.infer<typeof keptCallSchema>;
export type UndecidedCall = z.infer<typeof undecidedCallSchema>;
export type Allocated = z.infer<typeof allocatedSchema>;
export type StoryStep = z.infer<typeof storyStepSchema>;
export type ChainLink = z.infer<typeof chainLinkSchema>;
export type StoryEnd = z.infer<typeof storyEndSchema>;
export type StoryEndKind = StoryEnd["kind"];
export type StoryAnswer = z.infer<typeof storyAnswerSchema>;
export type Origin = z.infer<typeof originSchema>;
export type StorySite = z.infer<typeof storySiteSchema>;
export type Story = z.infer<typeof storySchema>;
export type LeakStory = z.infer<typeof leakStorySchema>;
export type Stories = z.infer<typeof storiesSchema>;
