// What the types of web-tree-sitter take from those of browsers and of Emscripten, as far as it is used here.

interface EmscriptenModule {
  wasmMemory: WebAssembly.Memory;
  print(text: string): void;
  printErr(text: string): void;
}

declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    readonly [Symbol.toStringTag]: string;
  }
  class RuntimeError extends Error {}
  class Memory {
    constructor(limits: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
  }
}
