import { z } from "zod";
import { CHECK_SCHEMA } from "./schema-names.js";
import { ALLOCATES, VERDICT_REASONS } from "./vocabulary.js";

const place = {
  file: z.string().nullable().describe("As in records"),
  line: z.int().nullable(),
};

/** A call on the way to an allocation. */
const checkedCallSchema = z.object({
  function: z.string().describe("The function that calls, as the linker names it"),
  ...place,
});

/** A call of the run time that allocates. */
const checkedSiteSchema = z.object({
  ...place,
  allocates: z.enum(ALLOCATES),
  reason: z.enum(VERDICT_REASONS).nullable(),
  call: z.string().describe("The run-time function"),
  type: z.string().nullable(),
  bytes: z.int().nullable(),
  loop: z.boolean().nullable(),
});

/** The calls from the function to one allocation: the function itself first, the one that allocates last. */
export const checkedPathSchema = z.object({ calls: z.array(checkedCallSchema), site: checkedSiteSchema });

/** A call whose callee is not known, or not read. */
export const unknownCallSchema = z.object({
  function: z.string().describe("The function that calls"),
  ...place,
  call: z.string().nullable().describe("The callee; null for a call through an interface or a func value"),
});

/** What `check` prints: whether a function allocates, through all its calls. */
export const checkSchema = z.object({
  schema: z.literal(CHECK_SCHEMA),
  function: z.string(),
  allocates: z.enum(ALLOCATES),
  visited: z.int().describe("Functions whose code was read"),
  paths: z.array(checkedPathSchema),
  dynamic: z.array(unknownCallSchema),
});

export type CheckedPath = z.infer<typeof checkedPathSchema>;
export type UnknownCall = z.infer<typeof unknownCallSchema>;
export type Check = z.infer<typeof checkSchema>;
