import { describe, expect, it } from "vitest";
import { negotiateLocale, parseTimeZone } from "./locale";

describe("negotiateLocale", () => {
  it("prefers the language with the highest weight", () => {
    expect(negotiateLocale("zh-CN;q=0.4, en-GB;q=0.9")).toBe("en");
  });
  it("matches by primary subtag, so zh-TW readers get Chinese", () => {
    expect(negotiateLocale("zh-TW")).toBe("zh-CN");
  });
  it("skips languages the reader refuses with q=0", () => {
    expect(negotiateLocale("en;q=0, zh")).toBe("zh-CN");
  });
  it("falls back to Chinese without a usable wish", () => {
    for (const header of [null, "", "fr, de;q=0.5", ";;;,,"]) expect(negotiateLocale(header)).toBe("zh-CN");
  });
});

describe("parseTimeZone", () => {
  it("keeps a known zone and answers UTC for anything else", () => {
    expect(parseTimeZone("Asia/Shanghai")).toBe("Asia/Shanghai");
    for (const value of [undefined, "", "Mars/Olympus", "<script>"]) expect(parseTimeZone(value)).toBe("UTC");
  });
});
