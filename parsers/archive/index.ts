export { readArchive, readDefinitions } from "./read.js";
export { readTables } from "./tables.js";
export type { ArchiveResult, MachineCall, MachineFunction, ToolchainTables } from "./types.js";
