import { describe, expect, it } from "vitest";
import { bucketName, objectListInput, objectName, parseObjectSearch } from "./schemas";
import { toObjectSearch } from "./search";

describe("a bucket's name (REL-03)", () => {
  it.each(["abc", "a-b.c9", "0".repeat(63), "ims-北京".replace("北京", "x")])("may be %s", (name) => {
    expect(bucketName.safeParse(name).success).toBe(true);
  });

  it.each(["ab", "a".repeat(64), "Abc", "a_b_c", "-abc", "abc-", "a..b", "a.-b", "192.168.0.1", "xn--abc", "a b", "桶桶桶", ""])(
    "may not be %j",
    (name) => {
      expect(bucketName.safeParse(name).success).toBe(false);
    },
  );
});

describe("an object's name", () => {
  it("is 1 to 1024 bytes of UTF-8, not characters", () => {
    expect(objectName.safeParse("盘".repeat(341)).success).toBe(true);
    expect(objectName.safeParse("盘".repeat(342)).success).toBe(false);
    expect(objectName.safeParse("").success).toBe(false);
  });

  it.each(["a\nb", "a\u0000", "\u2028", "\ud800"])("has no control character or broken surrogate: %j", (name) => {
    expect(objectName.safeParse(name).success).toBe(false);
  });

  it("may look like a path, since it never becomes one", () => {
    expect(objectName.safeParse("../../etc/passwd").success).toBe(true);
  });
});

it("reads back every filter it writes into a URL", () => {
  const bucketId = "6f7c1f0e-3f2b-4a52-9d7e-0d3c5b1a2f11";
  for (const filter of [{}, { prefix: "a/b c+ü" }, { size: 100, cursor: "abc" }]) {
    const full = objectListInput.parse({ bucketId, ...filter });
    expect(parseObjectSearch(bucketId, Object.fromEntries(toObjectSearch(full)))).toEqual(full);
  }
  expect(parseObjectSearch(bucketId, { size: "7", cursor: "x".repeat(5000) })).toEqual(objectListInput.parse({ bucketId }));
});
