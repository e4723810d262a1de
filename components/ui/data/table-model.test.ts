import { describe, expect, it } from "vitest";
import { fromSelectionState, nextSort, toSelectionState } from "./table-model";

describe("the order a click asks for", () => {
  it("is ascending for another column, then flips", () => {
    expect(nextSort(undefined, "name")).toEqual({ id: "name", desc: false });
    expect(nextSort({ id: "name", desc: false }, "name")).toEqual({ id: "name", desc: true });
    expect(nextSort({ id: "name", desc: true }, "name")).toEqual({ id: "name", desc: false });
    expect(nextSort({ id: "name", desc: true }, "size")).toEqual({ id: "size", desc: false });
  });
});

describe("selection", () => {
  it("keeps ids of rows that are not on this page", () => {
    const ids = new Set(["a", "not-loaded"]);
    expect(fromSelectionState(toSelectionState(ids))).toEqual(ids);
  });
});
