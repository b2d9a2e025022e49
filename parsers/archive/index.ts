export { BUILD_ID_BYTES, readBuildId } from "./build-id.js";
export { type ArchiveParts, type Definitions, openDefinitions } from "./definitions.js";
export { readArchive } from "./read.js";
export { readTables } from "./tables.js";
export type {
  ArchiveResult,
  Frame,
  MachineCall,
  MachineFunction,
  SymbolReference,
  ToolchainTables,
} from "./types.js";
