import type { MachineFields } from "./record.js";

/** The fields of a record of which only the text is known: no machine code was read. */
export const TEXT_ALONE: MachineFields = { reason: null, call: null, type: null, bytes: null, loop: null, stack: null };
