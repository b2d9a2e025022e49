import { readFile } from "node:fs/promises";
import { Language, Parser, type Tree } from "web-tree-sitter";
import type { GoFile, GoReader } from "./go-facts.js";
import { TreeFile } from "./tree-file.js";

/** Longer texts are not read, in UTF-16 units. The longest file of Go's own source has 3 million. */
const MAX_LENGTH = 4 * 1024 * 1024;

/** Texts whose trees are kept, together; a single one may be longer. */
const KEPT_LENGTH = 512 * 1024;

const PAGE_BYTES = 64 * 1024;
const FIRST_BYTES = 32 * 1024 * 1024;
/**
 * Where the parser is stopped, and where its memory ends. The longest file of Go's own source takes 70 MB; but there are
 * texts with many readings (`a[a[a[…`) of which each byte takes more than a kilobyte.
 */
const STOP_BYTES = 160 * 1024 * 1024;
const MAX_BYTES = 256 * 1024 * 1024;

let loading: Promise<GoReader> | null = null;

/** Loads the grammar, once for all who ask. */
export function loadGoReader(): Promise<GoReader> {
  loading ??= load();
  return loading;
}

async function load(): Promise<GoReader> {
  const memory = new WebAssembly.Memory({ initial: FIRST_BYTES / PAGE_BYTES, maximum: MAX_BYTES / PAGE_BYTES });
  // What it has to say when its memory is full is said by the result.
  await Parser.init({ wasmMemory: memory, print: () => {}, printErr: () => {} });
  const language = await Language.load(await readFile(new URL("./tree-sitter-go.wasm", import.meta.url)));
  return new TreeReader(new Parser().setLanguage(language), memory);
}

class TreeReader implements GoReader {
  /** Files that were read last, which are often asked for again. */
  private readonly kept = new Map<string, { readonly tree: Tree; readonly file: GoFile }>();
  private keptLength = 0;
  /** Whether the parser has come to an end of its own that nothing can be done after. */
  private isBroken = false;

  constructor(
    private readonly parser: Parser,
    private readonly memory: WebAssembly.Memory,
  ) {}

  read<T>(text: string, use: (file: GoFile) => T): T | null {
    if (this.isBroken) return null;
    let found = this.kept.get(text);
    if (found === undefined) {
      this.makeRoom(text.length);
      const tree = this.parse(text);
      if (tree === null) return null;
      found = { tree, file: new TreeFile(text, tree) };
      this.kept.set(text, found);
      this.keptLength += text.length;
    }
    try {
      return use(found.file);
    } catch (error) {
      // What is asked takes memory too.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.isBroken = true;
      return null;
    }
  }

  private makeRoom(length: number): void {
    for (const [text, { tree }] of this.kept) {
      if (this.keptLength + length <= KEPT_LENGTH) return;
      tree.delete();
      this.kept.delete(text);
      this.keptLength -= text.length;
    }
  }

  private parse(text: string): Tree | null {
    if (text.length > MAX_LENGTH) return null;
    const { memory, parser } = this;
    const limit = Math.max(STOP_BYTES, memory.buffer.byteLength);
    try {
      const tree = parser.parse(text, null, { progressCallback: () => memory.buffer.byteLength > limit });
      if (tree === null) parser.reset();
      return tree;
    } catch {
      // Out of memory in the middle of its work: what it has left behind is of no use.
      this.isBroken = true;
      return null;
    }
  }
}
