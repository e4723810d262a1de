import { describe, expect, it } from "vitest";
import { MIB } from "@/lib/disk/model";
import { bytes, ProgressBar, progressLine } from "./progress-bar";

describe("the progress line", () => {
  it.each([
    [{ doneBytes: 0, totalBytes: 100 * MIB }, 0, "convert   0% [                        ] 0 B of 100 MiB, 0 B/s"],
    [{ doneBytes: 50 * MIB, totalBytes: 100 * MIB }, 10, "convert  50% [===========>            ] 50 MiB of 100 MiB, 5 MiB/s, 0:10 left"],
    [{ doneBytes: MIB, totalBytes: 100 * MIB }, 40, "convert   1% [                        ] 1 MiB of 100 MiB, 25.6 KiB/s, 1:06:00 left"],
    [{ doneBytes: 0, totalBytes: 0 }, 1, "convert 100% [=======================>] 0 B of 0 B, 0 B/s"],
  ])("of %o after %i s", (progress, seconds, line) => {
    expect(progressLine("convert", progress, seconds)).toBe(line);
  });

  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [10 * MIB, "10 MiB"],
    [150.4 * MIB, "150 MiB"],
    [2 ** 41, "2 TiB"],
  ])("writes %i bytes as %s", (count, text) => {
    expect(bytes(count)).toBe(text);
  });
});

describe("the progress bar", () => {
  const terminal = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, stream: { isTTY, columns: 60, write: (text: string) => written.push(text) > 0 } };
  };

  it("draws one line over itself, ten times a second at most, no wider than the terminal, and wipes it", () => {
    const { written, stream } = terminal(true);
    const bar = new ProgressBar("convert", stream);
    for (const now of [0, 50, 150]) bar.show({ doneBytes: MIB, totalBytes: 2 * MIB }, now);
    bar.end();
    expect(written.length).toBe(3);
    expect(written.every((text) => text.startsWith("\r") && text.length <= 61)).toBe(true);
    expect(written.at(-1)?.trim()).toBe("");
  });

  it("writes nothing where there is no terminal", () => {
    const { written, stream } = terminal(false);
    const bar = new ProgressBar("convert", stream);
    bar.show({ doneBytes: 1, totalBytes: 2 }, 0);
    bar.end();
    expect(written).toEqual([]);
  });
});
