import { z } from "zod";
import { LEAKS_SCHEMA } from "./schema-names.js";

/**
 * What grows.
 *
 * `heap-growth`: memory that one line allocates and that stays · `goroutine-blocked`: goroutines that wait for a lock that
 * is not given back, or for what can be shown never to come · `goroutine-growth`: goroutines that become more ·
 * `timer`: timers, tickers and the goroutines that wait for them · `response-body`: bodies of HTTP responses that are
 * not closed · `file`, `listener`: what is opened and not closed · `context`: contexts that are not cancelled ·
 * `other-resource`: other descriptors, rows of a database, memory outside of Go.
 */
export const LEAK_KINDS = [
  "heap-growth",
  "goroutine-blocked",
  "goroutine-growth",
  "timer",
  "response-body",
  "file",
  "listener",
  "context",
  "other-resource",
] as const;

/** `proved`: shown to be a leak · `likely`: grew steadily, beyond chance · `possible`: there is too little to say more. */
export const CERTAINTIES = ["proved", "likely", "possible"] as const;

export const LEAK_UNITS = ["bytes", "goroutines", "descriptors"] as const;

const placeOfCall = {
  file: z.string().nullable().describe("As in the profile"),
  line: z.int().nullable(),
  function: z.string().nullable().describe("As in the profile: main.(*server).serve.func1"),
};

export const leakCallSchema = z.object(placeOfCall);

export const leakFindingSchema = z.object({
  kind: z.enum(LEAK_KINDS),
  certainty: z.enum(CERTAINTIES),
  ...placeOfCall,
  summary: z.string().describe("What leaks, as a sentence; Go code stands in backticks"),
  unit: z.enum(LEAK_UNITS).describe("What `growth` and `perMinute` count"),
  growth: z.array(z.number()).describe("How much there was at each point that was judged"),
  perMinute: z.number().nullable().describe("null where the points do not say when they were taken"),
  share: z.number().nullable().describe("Of everything that grew in this unit, from 0 to 1"),
  waitsFor: z.string().nullable().describe("What goroutines wait for: chan receive, sync.Mutex.Lock"),
  blockedMinutes: z.number().nullable().describe("How long one of them has waited, at most"),
  waitsAt: leakCallSchema
    .nullable()
    .describe("The call that goroutines wait in, where `file` and `line` are those of the code that leads to it"),
  calledFrom: leakCallSchema
    .nullable()
    .describe("Where the program calls the module that the place is in; null where it is the program's own"),
  madeAt: leakCallSchema.nullable().describe("The go statement that starts the goroutines"),
  stack: z.array(leakCallSchema).describe("Innermost call first"),
  objectBytes: z
    .number()
    .nullable()
    .describe("How large most objects are that stay, room at their end included; null where it is not memory"),
  allocates: z
    .object({
      expression: z.string().describe("As the compiler prints it"),
      type: z
        .string()
        .nullable()
        .describe("Of one object; null for arrays and where the compiled package was not read"),
    })
    .nullable()
    .describe("What the line allocates, by the compiler"),
  keptBy: z.string().nullable().describe("What the compiler says the value is stored in; never read from a profile"),
  evidence: z.array(z.string()),
  remedy: z.string(),
  confirm: z.string().describe("How to make sure"),
});

export const leakPointSchema = z.object({
  time: z.string().nullable().describe("When it was taken, ISO 8601"),
  inuse: z.number().nullable().describe("Bytes in use by the heap profile, an estimate"),
  live: z.number().nullable().describe("Bytes of reachable objects (HeapAlloc after a collection)"),
  goroutines: z.int().nullable(),
  stacks: z.number().nullable().describe("Bytes of goroutines' stacks"),
  descriptors: z.int().nullable().describe("Open files and sockets"),
  rss: z.number().nullable().describe("Resident bytes"),
});

/** Where the memory of the process is at the last point, in bytes. */
export const leakMemorySchema = z.object({
  rss: z.number().nullable(),
  live: z.number().describe("Reachable objects"),
  unused: z.number().describe("Room in pages of the heap that hold objects"),
  kept: z.number().describe("Pages of the heap that are empty and not given back"),
  stacks: z.number(),
  runtime: z.number().describe("What the run time needs for itself"),
  outside: z.number().nullable().describe("The rest of the resident memory: cgo, mmap; the executable"),
});

export const leakLimitsSchema = z.object({
  heapBytes: z.number().nullable().describe("The smallest growth of one line that this run could have found"),
  goroutines: z.int().nullable().describe("The smallest growth in number"),
  period: z.number().nullable().describe("Bytes of the heap for each sample"),
});

const allowedLeakSchema = z.object({ finding: leakFindingSchema, reason: z.string() });

/** Where goroutines waited while an execution trace was taken. */
export const leakTraceSchema = z.object({
  seconds: z.number().describe("How long the trace is"),
  waits: z.array(
    z.object({
      ...placeOfCall,
      waitsFor: z.string(),
      blocked: z.int().describe("Goroutines that wait there when the trace ends"),
      neverRan: z.int().describe("Those of them that did not run while it was taken"),
      seconds: z.number().describe("How long all goroutines waited there together"),
      longest: z.number().describe("The longest wait of one, in seconds"),
    }),
  ),
});

/** The answer of leaks. */
export const leaksSchema = z.object({
  schema: z.literal(LEAKS_SCHEMA),
  points: z.array(leakPointSchema),
  judged: z.array(z.int()).describe("Indices of the points that growth was judged by"),
  findings: z.array(leakFindingSchema),
  allowed: z.array(allowedLeakSchema).describe("Findings that the configuration allows"),
  notes: z.array(z.string()),
  memory: leakMemorySchema.nullable(),
  limits: leakLimitsSchema,
  trace: leakTraceSchema.nullable().describe("With --trace"),
});

export type LeakKind = (typeof LEAK_KINDS)[number];
export type Certainty = (typeof CERTAINTIES)[number];
export type LeakUnit = (typeof LEAK_UNITS)[number];
export type LeakCall = z.infer<typeof leakCallSchema>;
export type LeakFinding = z.infer<typeof leakFindingSchema>;
export type LeakPoint = z.infer<typeof leakPointSchema>;
export type LeakMemory = z.infer<typeof leakMemorySchema>;
export type LeakTrace = z.infer<typeof leakTraceSchema>;
export type LeakLimits = z.infer<typeof leakLimitsSchema>;
export type Leaks = z.infer<typeof leaksSchema>;
