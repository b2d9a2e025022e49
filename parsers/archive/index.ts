export { type Definitions, openDefinitions, readArchive } from "./read.js";
export { readTables } from "./tables.js";
export type {
  ArchiveResult,
  Frame,
  MachineCall,
  MachineFunction,
  SymbolReference,
  ToolchainTables,
} from "./types.js";
