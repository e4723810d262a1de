import { describe, expect, it } from "vitest";
import { formatBytes, formatExactBytes, formatGib, formatRate } from "./bytes";
import { formatList } from "./list";
import { formatNumber, formatPercent, shortId } from "./number";
import { formatDateParts, formatDateTime, formatDuration, formatRelative } from "./time";

const GIB = 1024 ** 3;

describe("sizes", () => {
  it("count in powers of 1024 with three significant digits, never parted from their unit", () => {
    expect(formatBytes(4.287 * GIB, "en")).toBe("4.29\u00a0GiB");
    expect(formatBytes(1536, "en")).toBe("1.5\u00a0KiB");
    expect(formatBytes(0, "en")).toBe("0\u00a0B");
    expect(formatBytes(1023, "en")).toBe("1,023\u00a0B");
  });
  it("move to the next unit instead of showing four digits", () => {
    expect(formatBytes(1023.9 * 1024, "en")).toBe("1\u00a0MiB");
  });
  it("are labelled GB in Chinese, as the service's documents write them", () => {
    expect(formatBytes(40 * GIB, "zh-CN")).toBe("40\u00a0GB");
    expect(formatGib(1024, "zh-CN")).toBe("1,024\u00a0GB");
    expect(formatGib(1024, "en")).toBe("1,024\u00a0GiB");
  });
  it("have an exact form and a rate", () => {
    expect(formatExactBytes(4_608_491_520, "en")).toBe("4,608,491,520\u00a0B");
    expect(formatRate(12 * 1024 * 1024, "en")).toBe("12\u00a0MiB/s");
  });
});

describe("times", () => {
  const date = new Date("2026-11-24T02:23:51.900Z");
  it("split into day and time of the reader's zone", () => {
    expect(formatDateParts(date, { locale: "zh-CN", timeZone: "Asia/Shanghai" })).toEqual({ day: "2026-11-24", time: "10:23:51" });
    expect(formatDateParts(new Date("2026-11-24T16:00:00Z"), { locale: "en", timeZone: "Asia/Shanghai" }).time).toBe("00:00:00");
  });
  it("name the offset in full", () => {
    expect(formatDateTime(date, { locale: "en", timeZone: "Asia/Shanghai" })).toContain("GMT+08:00");
  });
  it("are relative only within a day", () => {
    expect(formatRelative(new Date(date.getTime() - 180_000), date, "en")).toBe("3 minutes ago");
    expect(formatRelative(new Date(date.getTime() - 86_400_000), date, "en")).toBeUndefined();
  });
  it("show the two largest units of a duration", () => {
    expect(formatDuration(3_840, "en")).toBe("1 hr 4 min");
    expect(formatDuration(3_600, "en")).toBe("1 hr");
    expect(formatDuration(-5, "en")).toBe("0 sec");
    expect(formatDuration(96, "zh-CN")).toBe("1 分钟 36 秒");
    expect(formatDuration(90_000, "zh-CN")).toBe("1 天 1 小时");
  });
});

describe("numbers", () => {
  it("never round a percentage up to 100", () => {
    expect(formatPercent(99.9, "en")).toBe("99%");
    expect(formatPercent(140, "en")).toBe("100%");
  });
  it("group thousands and shorten ids", () => {
    expect(formatNumber(20_000, "zh-CN")).toBe("20,000");
    expect(shortId("f0b5c8d2-1111-2222-3333-444444444444")).toBe("f0b5c8d2");
  });
});

describe("names side by side", () => {
  it("are separated as each language does", () => {
    expect([formatList(["a", "b", "c"], "zh-CN"), formatList(["a", "b", "c"], "en"), formatList(["a"], "en")]).toEqual([
      "a、b、c",
      "a, b, c",
      "a",
    ]);
  });
});
