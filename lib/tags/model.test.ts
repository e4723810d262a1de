import { describe, expect, it } from "vitest";
import { formatTag, mergeTags, parseTag } from "./model";
import { tagInput, tagsInput } from "./schemas";

describe("tags as text", () => {
  it.each([
    ["env=prod", { key: "env", value: "prod" }],
    ["env", { key: "env", value: "" }],
    ["formula=a=b", { key: "formula", value: "a=b" }],
  ])("%s", (text, tag) => {
    expect(parseTag(text)).toEqual(tag);
    expect(formatTag(tag)).toBe(text);
  });
});

describe("merging", () => {
  it("adds, changes in place and removes (MNG-05)", () => {
    const before = ["env=dev", "team=blue", "old"];
    expect(
      mergeTags(
        before,
        [
          { key: "env", value: "prod" },
          { key: "owner", value: "" },
        ],
        ["old"],
      ),
    ).toEqual(["env=prod", "team=blue", "owner"]);
  });

  it("lets setting win over removing the same key", () => {
    expect(mergeTags(["env=dev"], [{ key: "env", value: "prod" }], ["env"])).toEqual(["env=prod"]);
  });
});

describe("what a tag may hold", () => {
  it.each([
    ["k".repeat(36), "v".repeat(43), true],
    ["k".repeat(37), "", false],
    ["k", "v".repeat(44), false],
    ["项目", "华北.1", true],
    ["a.b", "", false],
    ["a b", "", false],
    ["", "x", false],
    ["a", "b=c", false],
  ])("%s = %s: %s", (key, value, fine) => {
    expect(tagInput.safeParse({ key, value }).success).toBe(fine);
  });

  it("takes every key once", () => {
    expect(tagsInput.safeParse([{ key: "a" }, { key: "a", value: "1" }]).success).toBe(false);
  });
});
