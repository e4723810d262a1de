import { describe, expect, it } from "vitest";
import { mapInOrder } from "./in-order";

describe("working in order", () => {
  it("yields results in the order of the items, with no more than the limit under way", async () => {
    let underWay = 0;
    let most = 0;
    const gates = new Map<number, () => void>();
    const work = async (item: number) => {
      most = Math.max(most, ++underWay);
      await new Promise<void>((resolve) => gates.set(item, resolve));
      underWay--;
      return item * 10;
    };
    const results: number[] = [];
    const all = (async () => {
      for await (const result of mapInOrder([0, 1, 2, 3, 4], 3, work)) results.push(result);
    })();
    while (results.length < 5) {
      // The item begun last ends first.
      const last = Math.max(...gates.keys());
      gates.get(last)?.();
      if (gates.size > 0) gates.delete(last);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await all;
    expect([results, most]).toEqual([[0, 10, 20, 30, 40], 3]);
  });

  it("ends with the first failure in order, and waits for what is under way", async () => {
    let ended = 0;
    const work = async (item: number) => {
      await new Promise<void>((resolve) => setImmediate(resolve));
      ended++;
      if (item >= 1) throw new Error(`item ${item}`);
      return item;
    };
    const results: number[] = [];
    const all = async () => {
      for await (const result of mapInOrder([0, 1, 2, 3], 3, work)) results.push(result);
    };
    await expect(all()).rejects.toThrow("item 1");
    expect([results, ended]).toEqual([[0], 4]);
  });
});
