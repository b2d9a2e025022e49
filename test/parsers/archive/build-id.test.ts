import { describe, expect, test } from "vitest";
import { BUILD_ID_BYTES, readBuildId } from "../../../parsers/archive/index.js";
import { archiveBytes, RECORDED_ARCHIVES } from "../../helpers/archives.js";

describe("the build ID of an archive", () => {
  test.each(RECORDED_ARCHIVES)("is what go tool buildid prints of %s", (name) => {
    const bytes = archiveBytes(name).subarray(0, BUILD_ID_BYTES);
    const said = /\nbuild id "(.*)"\n/.exec(bytes.toString("latin1"))?.[1];
    expect(readBuildId(bytes)).toBe(said?.includes("/") === true ? said : null);
  });

  test("is not looked for in what is no archive, and in what the compiler made without one", () => {
    expect(readBuildId(Buffer.from('go object linux amd64 go1.26\nbuild id "a/b"\n'))).toBeNull();
    const header = "__.PKGDEF       0           0     0     644     14940     `\n";
    const of = (rest: string) => readBuildId(Buffer.from(`!<arch>\n${header}go object linux amd64 go1.26.8\n${rest}`));
    expect(of('build id "action/content"\n')).toBe("action/content");
    expect(of("\n!\n")).toBeNull();
    expect(of('build id "action"\n')).toBeNull();
  });
});
