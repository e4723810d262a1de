import { expect, it } from "vitest";
import { keepMade } from "./keep-made";

it("makes one for each set of words, once", () => {
  const made: string[] = [];
  const make = keepMade((locale: string, unit: string) => {
    made.push(`${locale} ${unit}`);
    return { locale, unit };
  });
  expect(make("en", "day")).toBe(make("en", "day"));
  expect(make("en", "hour")).toEqual({ locale: "en", unit: "hour" });
  expect(make("zh-CN", "day")).toEqual({ locale: "zh-CN", unit: "day" });
  expect(made).toEqual(["en day", "en hour", "zh-CN day"]);
});
