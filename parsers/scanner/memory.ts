/**
 * Where things are in the module's memory. The caller owns everything from {@link INPUT} on. At least 16 bytes behind any
 * input have to be there, since it is read 16 bytes at a time.
 */

/** Longest line that is read; the compiler's longest real lines are a few hundred KiB. */
export const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

/** Rows that `scan` fills: {@link ROW_BYTES} each. */
export const ROWS: usize = 0x10000;
export const MAX_ROWS: i32 = 1365;
export const ROW_BYTES: usize = 96;

/** Rows that `readFlow` fills: {@link FLOW_ROW_BYTES} each. */
export const FLOW_ROWS: usize = 0x30000;
export const MAX_FLOW_ROWS: i32 = 1365;
export const FLOW_ROW_BYTES: usize = 48;

/** Open addressing: the number of a name plus one, or 0. */
export const NAME_SLOTS: usize = 0x40000;
export const NAME_SLOT_COUNT: u32 = 0x10000;
/** For each name where its bytes are, how many, and their hash: 12 bytes. */
export const NAMES: usize = 0x80000;
export const MAX_NAMES: i32 = 0x8000;
/** For each name where its JSON as a file is, and how many bytes: 8 bytes. */
export const FILES: usize = 0xe0000;
export const NAME_BYTES: usize = 0x120000;
export const NAME_BYTES_END: usize = 0x2a0000;
export const FILE_BYTES: usize = 0x2a0000;
export const FILE_BYTES_END: usize = 0x320000;

/** First lines of explanations of leaks: {@link HEAD_BYTES} each. */
export const HEADS: usize = 0x320000;
export const HEAD_COUNT: u32 = 4096;
export const HEAD_BYTES: usize = 16;

/** For each name in which package it was met last as what is inlined: 4 bytes. */
export const INLINED: usize = 0x330000;

/** What the next record is written from: two numbers a part. */
export const PARTS: usize = 0x350000;
/** JSON of texts that come many times: the caller's, who puts its length before each, in four bytes. */
export const TEXTS: usize = 0x351000;
export const TEXTS_END: usize = 0x3d1000;
/** Records as JSON. Up to 32 bytes more are written. */
export const OUT: usize = 0x3d1000;
export const OUT_END: usize = 0x5d0000;
/** Parts of OUT that are wanted in another order: two addresses a part. */
export const RANGES: usize = 0x5d1000;
export const MAX_RANGES: i32 = 0x1000;
/** Those parts in order. */
export const GATHERED: usize = 0x5d9000;
export const GATHERED_END: usize = 0x619000;

/** The memory is large from the beginning (asconfig.json): when it grows, V8 throws away all code that reads arrays. */
export const INPUT: usize = 0x61a000;
