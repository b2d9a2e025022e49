// A profile as pprof's protobuf describes it: https://github.com/google/pprof/blob/main/proto/profile.proto

/** A 64-bit integer: a Number where that is exact, else a bigint. */
export type Integer = number | bigint;

/** What is measured, and in what: `alloc_space` in `bytes`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** A part of the process's memory that a file is mapped to: the executable, a library. */
export interface Mapping {
  readonly id: Integer;
  readonly start: Integer;
  readonly limit: Integer;
  readonly offset: Integer;
  readonly file: string;
  /** For Go the GNU build id of the linker, where it was given one; else empty. */
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** A function with its names. `name` is `net/http.(*Server).Serve`; type arguments are `[...]`. */
export interface ProfileFunction {
  readonly id: Integer;
  readonly name: string;
  readonly systemName: string;
  /** As the compiler was given it: absolute, or with `-trimpath` what starts with the import path. Can be empty. */
  readonly file: string;
  /** The line of `func`; 0 where it is not known. */
  readonly startLine: Integer;
}

/** A line of a function. */
export interface Frame {
  /** null where the profile was never given names. */
  readonly function: ProfileFunction | null;
  /** 1-based; 0 where it is not known. */
  readonly line: Integer;
  /** 1-based; 0 where it is not known, as always in Go. */
  readonly column: Integer;
}

/** A machine address, and the lines that it stands for: several where calls are inlined. */
export interface Location {
  readonly id: Integer;
  readonly mapping: Mapping | null;
  readonly address: Integer;
  /** Innermost first: what was inlined stands before the function that it was inlined into. */
  readonly frames: readonly Frame[];
  /** Whether several symbols share the address. */
  readonly folded: boolean;
}

/** What a sample is marked with: `bytes` is the size of one object in a heap profile. */
export interface Label {
  readonly key: string;
  /** A text; null for a number. */
  readonly text: string | null;
  readonly number: Integer;
  /** What the number counts; empty where the profile does not say. */
  readonly unit: string;
}

/** The samples, column by column: a large profile holds half a million. */
export interface Samples {
  readonly count: number;
  /** Where the stack of a sample is, as indices into the profile's locations, leaf first. A view. */
  stack(sample: number): Uint32Array;
  /** Values of all samples one behind the other, one for each sample type; rounded where a Number cannot hold them. */
  readonly values: Float64Array;
  /** The exact value. */
  exact(sample: number, type: number): Integer;
  /** Whether any values of this type can be added up as Numbers, in any order, and stay exact. */
  isExact(type: number): boolean;
  labels(sample: number): readonly Label[];
  /** The first number that each sample is labelled with under this key; NaN without one. null when no sample has one. */
  numbers(key: string): Float64Array | null;
}

/** A whole profile. */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** The type that pprof shows unless asked for another; empty where the profile does not say. */
  readonly defaultSampleType: string;
  /** What is counted down between two samples: `space` in `bytes` for heap profiles. null where it is not said. */
  readonly periodType: ValueType | null;
  /** How much lies between two samples on average; 1 means that nothing was left out, 0 that it is not known. */
  readonly period: Integer;
  /** When it was taken, in nanoseconds since 1970; 0 where it is not known. */
  readonly timeNanos: Integer;
  readonly durationNanos: Integer;
  readonly comments: readonly string[];
  readonly documentation: string;
  /** Regular expressions of frames that viewers leave out and keep; empty in what Go writes. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  readonly mappings: readonly Mapping[];
  readonly functions: readonly ProfileFunction[];
  readonly locations: readonly Location[];
  readonly samples: Samples;
}

/** What other input looks like, told from its first bytes. */
export type ForeignFormat =
  | "text-profile"
  | "goroutine-stacks"
  | "execution-trace"
  | "coverage"
  | "html"
  | "json"
  | "executable"
  | "archive"
  | "text"
  | "unknown";

/** What came of reading. Offsets count decompressed bytes. */
export type ProfileResult =
  | { readonly kind: "profile"; readonly profile: Profile }
  /** No bytes at all. */
  | { readonly kind: "empty" }
  /** Something else than a profile. */
  | { readonly kind: "foreign"; readonly format: ForeignFormat }
  /** It stops in the middle: of the compressed data, or of a field. */
  | { readonly kind: "truncated"; readonly offset: number }
  /** It contradicts itself. */
  | { readonly kind: "damaged"; readonly offset: number; readonly problem: string }
  /** More than the limit, decompressed: bytes, or entries of one table. */
  | { readonly kind: "too-large"; readonly what: string; readonly limit: number };
