import { describe, expect, it } from "vitest";
import { csvLine } from "./csv";

describe("a line of CSV", () => {
  it.each([
    [["plain", 3, null, ""], "plain,3,,\r\n"],
    [["a,b", 'say "hi"', "two\nlines"], '"a,b","say ""hi""","two\nlines"\r\n'],
    [["=cmd|' /C calc'!A0"], "'=cmd|' /C calc'!A0\r\n"],
    [["+1", "-1", "@SUM(A1)", "\tx"], "'+1,'-1,'@SUM(A1),'\tx\r\n"],
    [['=HYPERLINK("x","y")'], '"\'=HYPERLINK(""x"",""y"")"\r\n'],
    [[-5, "镜像 🖥"], "-5,镜像 🖥\r\n"],
  ])("%j", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
