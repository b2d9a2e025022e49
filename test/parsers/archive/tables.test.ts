import { expect, test } from "vitest";
import { readTables } from "../../../parsers/archive/index.js";

// As in Go 1.26, shortened.
const BUILTINS = `package goobj

var builtins = [...]struct {
	name string
	abi  int
}{
	{"runtime.newobject", 1},
	{"runtime.mallocgc", 1},
	{"type:string", 0},
}
`;
const RELOCATIONS = `type RelocType int16

//go:generate stringer -type=RelocType
const (
	R_ADDR RelocType = 1 + iota
	// R_ADDRPOWER relocates a pair of "D-form" instructions (instructions with 16-bit
	R_ADDRPOWER
	R_CALL

	// R_CONST is a constant.
	R_CONST
)
`;

test("numbers of run-time functions and relocations are read from the toolchain's sources", () => {
  const tables = readTables(BUILTINS, RELOCATIONS);
  expect(tables?.builtins).toEqual(["runtime.newobject", "runtime.mallocgc", "type:string"]);
  expect([...(tables?.relocations ?? [])]).toEqual([
    ["R_ADDR", 1],
    ["R_ADDRPOWER", 2],
    ["R_CALL", 3],
    ["R_CONST", 4],
  ]);
});

test("other texts are not taken for them", () => {
  expect(readTables("package goobj\n", RELOCATIONS)).toBeNull();
  expect(readTables(BUILTINS, "package objabi\n")).toBeNull();
});
