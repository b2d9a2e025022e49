export { type Definitions, readArchive, readDefinitions, type WantedCalls, type WantedDefinitions } from "./read.js";
export { readTables } from "./tables.js";
export type {
  ArchiveResult,
  Frame,
  MachineCall,
  MachineFunction,
  MachineType,
  ObjectHead,
  SymbolReference,
  ToolchainTables,
} from "./types.js";
