/**
 * The innermost loops of the parser, compiled to WebAssembly: telling lines apart, finding where their parts are, and
 * writing records as JSON. Written in AssemblyScript, a dialect of TypeScript with machine types. A loop over bytes runs
 * about ten times as fast here; everything that needs strings or objects is in diagnostics/.
 */

export { broken, openFlow, readFlow, skipToLastHop } from "./flow";
export { forgetHeads } from "./heads";
export { gather, out, taken, writeRecord } from "./json";
export { begin, endExplanation, next, scan, scanAgain } from "./lines";
export {
  FILE_BYTES_END,
  FILES,
  FLOW_ROWS,
  GATHERED,
  GATHERED_END,
  INPUT,
  MAX_LINE_BYTES,
  MAX_RANGES,
  OUT,
  PARTS,
  RANGES,
  ROWS,
  TEXTS,
  TEXTS_END,
} from "./memory";
export { clearNames, filesEnd, namesFull, useFiles } from "./names";
