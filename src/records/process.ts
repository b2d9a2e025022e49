import { z } from "zod";
import { PROCESS_SCHEMA } from "./schema-names.js";

const count = z.int().min(0);

const descriptorsSchema = z.object({
  files: count.describe("Files of a disk"),
  sockets: count,
  listening: count.describe("Of the sockets: those that wait for connections"),
  others: count.describe("Pipes, timers, event queues"),
});

/** The file `process.json` in the directory of a point: what the operating system knew of the process. */
export const processSchema = z.object({
  schema: z.literal(PROCESS_SCHEMA),
  time: z.iso.datetime().describe("When the point was taken"),
  rss: count.nullable().describe("Resident bytes"),
  descriptors: z.object({ before: descriptorsSchema, after: descriptorsSchema }).nullable(),
  mostOpen: z.object({ file: z.string(), count }).nullable(),
});

export type ProcessFile = z.infer<typeof processSchema>;
