// What the code calls where the compiler prints what that calls in turn: beside what Go 1.26 printed.
import { describe, expect, test } from "vitest";
import { why } from "../../src/causes/cause-sentence.js";
import type { EscapeRecord } from "../../src/records/record.js";
import type { RecordKind } from "../../src/records/vocabulary.js";
import { batch, expression, type Printed } from "../helpers/compiler.js";
import { escapesOf, readOutput } from "../helpers/records.js";

const ALONE: ReadonlySet<RecordKind> = new Set<RecordKind>(["escape"]);

/** A value that goes into the call whose parenthesis is at 5:19. */
const passed = (call: string, inside = "wrap", at = "5:19"): Printed =>
  expression(
    "5:31",
    "n",
    inside,
    "{storage for ... argument} ← &{storage for n}",
    "n (spill) at 5:31",
    `... argument (slice-literal-element) at ${at}`,
    "{heap} ← {storage for ... argument}",
    `... argument (spill) at ${at}`,
    `${call} (call parameter) at ${at}`,
  );

async function calledIn(
  remarks: readonly string[],
  printed: Printed,
  kinds?: ReadonlySet<RecordKind>,
): Promise<EscapeRecord> {
  const lines = remarks.map((remark) => `./p.go:${remark}\n`).join("");
  const output = `# example.com/m\n${lines}${batch(printed)}`;
  const [escape] = escapesOf((await readOutput(output, kinds === undefined ? {} : { kinds })).records);
  if (escape === undefined) throw new Error("no escape was read");
  return escape;
}

describe("the function that the code calls", () => {
  test.each([
    [
      "fmt.Errorf, whose body stands there",
      ["5:19: inlining call to fmt.Errorf", "5:19: inlining call to errors.New"],
      "fmt.errorf(fmt.format, fmt.a...)",
      "fmt.Errorf",
    ],
    [
      "a method, as calls name it",
      ["5:19: inlining call to slog.(*Logger).Debug", "5:19: inlining call to context.Background"],
      "(*slog.Logger).log(log, nil, -4, msg, ... argument...)",
      "(*slog.Logger).Debug",
    ],
    [
      "a function instead of the method of a type that is not exported",
      ["5:19: inlining call to prometheus.NewCounterVec"],
      "prometheus.v2.NewCounterVec(prometheus.V2, ... argument)",
      "prometheus.NewCounterVec",
    ],
    [
      "the outermost of several, which is printed first",
      ["5:19: inlining call to reflect.PtrTo", "5:19: inlining call to reflect.PointerTo"],
      "(*reflect.rtype).ptrTo(reflect.t)",
      "reflect.PtrTo",
    ],
    [
      "the exported one of several",
      ["5:19: inlining call to regexp.(*Regexp).doMatch", "5:19: inlining call to regexp.(*Regexp).MatchString"],
      "(*regexp.Regexp).doExecute(re, nil, nil, s, 0, 0, nil)",
      "(*regexp.Regexp).MatchString",
    ],
    [
      "one function, whatever its type arguments",
      [
        "5:19: inlining call to maps.Clone[go.shape.map[string]int,go.shape.string,go.shape.int]",
        "5:19: inlining call to maps.Clone[go.shape.map[int]int,go.shape.int,go.shape.int]",
      ],
      "maps.clone(maps.m)",
      "maps.Clone",
    ],
    [
      "what is printed, where nothing of its package is inlined there",
      ["5:19: inlining call to errors.New", "6:19: inlining call to fmt.Errorf"],
      "fmt.errorf(fmt.format, fmt.a...)",
      "fmt.errorf",
    ],
    [
      "what is printed, where that can be called",
      ["5:19: inlining call to fmt.Println"],
      "fmt.Fprintln(os.Stdout, fmt.a...)",
      "fmt.Fprintln",
    ],
    ["a function of the package itself", ["5:19: inlining call to fmt.Errorf"], "errorf(a...)", "errorf"],
  ])("is %s", async (_, remarks, call, callee) => {
    expect((await calledIn(remarks, passed(call))).callee).toBe(callee);
    // Also where such remarks are not asked for, and the second of a name tells nothing else.
    const before = remarks.map((remark) => remark.replace(/^\d+/, "3"));
    expect((await calledIn([...before, ...remarks], passed(call), ALONE)).callee).toBe(callee);
  });

  test("is not the instance itself that calls it", async () => {
    const remarks = ["5:19: inlining call to slices.SortFunc[go.shape.[]int,go.shape.int]"];
    const call = "slices.pdqsortCmpFunc[go.shape.int](x, 0, n)";
    const { callee } = await calledIn(remarks, passed(call, "slices.SortFunc[go.shape.[]int,go.shape.int]"));
    expect(callee).toBe("slices.pdqsortCmpFunc[go.shape.int]");
  });

  test("changes no cause: what the body calls is what decides", async () => {
    const escape = await calledIn(["5:19: inlining call to route.Param"], passed("route.ctx.Value(... argument)"));
    expect(escape).toMatchObject({ callee: "route.Param", cause: "interface-conversion", sink: "call" });
  });

  test("is what a sentence names, which then does not say that it is decided at run time", async () => {
    const at = "5:19";
    const x = expression(
      at,
      "&x{...}",
      "wrap",
      "{heap} ← &{storage for &x{...}}",
      `&x{...} (spill) at ${at}`,
      `route.ctx.Value(&x{...}) (call parameter) at ${at}`,
    );
    const inlined = await calledIn([`${at}: inlining call to route.Param`], x);
    expect(inlined.cause).toBe("interface-call");
    expect(why(inlined)).toBe("passed to route.Param, which makes a call decided at run time");
    expect(why(await calledIn([], x))).toBe("passed to route.ctx.Value, a call decided at run time");
  });
});

describe("in a wrapper, where all calls have one place,", () => {
  const wrapper = (remarks: readonly string[]) => {
    const at = "<autogenerated>:1";
    const lines = [
      "# example.com/m",
      ...remarks.map((remark) => `${at}: inlining call to ${remark}`),
      `${at}: b escapes to heap in Regexp.MatchString:`,
      `${at}:   flow: {heap} ← &b:`,
      `${at}:     from &b (address-of) at ${at}`,
      `${at}:     from (*regexp.Regexp).doExecute(re, &b) (call parameter) at ${at}`,
      `${at}: moved to heap: b`,
    ];
    return readOutput(lines.map((line) => `${line}\n`).join("")).then(({ records }) => escapesOf(records)[0]?.callee);
  };

  test("it is the method that the wrapper is named after", async () => {
    const remarks = ["regexp.(*Regexp).Match", "regexp.(*Regexp).MatchString", "regexp.(*Regexp).Match"];
    expect(await wrapper(remarks)).toBe("(*regexp.Regexp).MatchString");
  });

  test("it stays open where that is of two types", async () => {
    const remarks = ["regexp.(*Regexp).MatchString", "regexp.(*Other).MatchString"];
    expect(await wrapper(remarks)).toBe("(*regexp.Regexp).doExecute");
  });
});
