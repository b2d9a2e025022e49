import { describe, expect, test } from "vitest";
import { readArchive } from "../../parsers/archive/index.js";
import { checkSchema } from "../../src/records/check.js";
import { checkFunction, type ProgramCode } from "../../src/sites/index.js";
import { archiveBytes, functionsOf, tablesOf } from "../helpers/archives.js";

const PACKAGE = "example.com/truth";
const FUNCTIONS = functionsOf(readArchive(archiveBytes("go1.26.amd64"), tablesOf("go1.26.amd64"), () => true));

/** The package alone: what it calls in others is not there. */
const PROGRAM: ProgramCode = {
  find: (symbol) => {
    const code = FUNCTIONS.find(({ name }) => name === symbol);
    return code === undefined ? null : { importPath: PACKAGE, code };
  },
  typeOf: ({ type }) => ({ type: type?.name ?? null, bytes: type?.size ?? null }),
  fileOf: (file) => file,
};

function check(name: string, strict = false) {
  const root = PROGRAM.find(`${PACKAGE}.${name}`, PACKAGE);
  if (root === null) throw new Error(`no function ${name}`);
  return checkSchema.parse(checkFunction(root, PROGRAM, { once: strict, panics: strict }));
}

describe("a function", () => {
  test.each([
    ["Constant", "no", "a constant in an interface"],
    ["Byte", "no", "a byte in an interface"],
    ["ZeroSize", "no", "a value without size"],
    ["NoCapture", "no", "a function literal that captures nothing"],
    ["Inlined", "yes", "an inlined call that makes an object"],
    ["Text", "yes", "a text that is boxed"],
    ["Chan", "yes", "a channel"],
    ["SmallInt", "maybe", "a number that may be small"],
    ["Loop", "maybe", "a loop that may run no round"],
    ["Map", "maybe", "a map that may grow"],
    ["Make", "maybe", "a slice that may fit in the frame"],
  ] as const)("%s: %s (%s)", (name, expected, _what) => {
    expect(check(name).allocates).toBe(expected);
  });

  test("that only allocates for its panic passes, unless checked strictly", () => {
    expect(check("Panics").allocates).toBe("no");
    expect(check("Panics", true).paths.map(({ site }) => site.call)).toContain("newobject");
  });

  test("that fills a cache once passes, unless checked strictly", () => {
    expect(check("Assert").allocates).toBe("no");
    expect(check("Assert", true).paths.map(({ site }) => [site.call, site.reason])).toEqual([["typeAssert", "once"]]);
  });

  test("that calls what is not in the program is not known to be free", () => {
    const { allocates, dynamic } = check("Local");
    expect(allocates).toBe("maybe");
    expect(dynamic.map(({ call }) => call)).toEqual(["strings.ToUpper"]);
  });
});

describe("a path", () => {
  test("names every call down to the one that allocates, with its line", () => {
    const { paths } = check("init");
    expect(paths.map(({ calls, site }) => [calls.map(({ line }) => line), site.call])).toContainEqual([
      [68],
      "newobject",
    ]);
  });

  test("goes through calls, the shortest way", () => {
    const { calls } = FUNCTIONS.find(({ name }) => name === `${PACKAGE}.Local`) ?? { calls: [] };
    const caller = {
      name: `${PACKAGE}.caller`,
      file: "",
      line: 0,
      dupok: false,
      abi: "internal",
      lines: [],
      standIns: [],
    } as const;
    const [first] = calls;
    if (first === undefined) throw new Error("no call");
    const code = { ...caller, calls: [{ ...first, callee: `${PACKAGE}.Chan`, always: true, panics: false }] };
    const { allocates, paths, visited } = checkFunction({ importPath: PACKAGE, code }, PROGRAM, {
      once: false,
      panics: false,
    });
    expect([allocates, visited]).toEqual(["yes", 2]);
    expect(paths[0]?.calls.map(({ function: name, line }) => `${name}:${line}`)).toEqual([
      `${PACKAGE}.caller:41`,
      `${PACKAGE}.Chan:43`,
    ]);
    expect(paths[0]?.site).toMatchObject({ call: "makechan", type: "chan int", allocates: "yes" });
  });
});
