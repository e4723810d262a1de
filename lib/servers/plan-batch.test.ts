import { expect, it } from "vitest";
import { planBatch } from "./model";

const zones = ["north-a", "north-b", "north-c"];

it("keeps the name of one server and numbers several so that they sort (USE-05)", () => {
  const order = { name: "web", count: 1, zoneId: "north-b", spreadZones: false };
  expect(planBatch(order, zones)).toEqual([{ name: "web", zoneId: "north-b" }]);
  const names = planBatch({ ...order, count: 100 }, zones).map(({ name }) => name);
  expect([names[0], names[9], names[99]]).toEqual(["web-001", "web-010", "web-100"]);
  expect(names.toSorted()).toEqual(names);
  expect(planBatch({ ...order, name: "n".repeat(64), count: 2 }, zones)[1]?.name).toHaveLength(64);
});

it("puts them in the zones in turn, from the one asked for on (REG-04)", () => {
  const order = { name: "web", count: 4, zoneId: "north-b", spreadZones: true };
  expect(planBatch(order, zones).map(({ zoneId }) => zoneId)).toEqual(["north-b", "north-c", "north-a", "north-b"]);
  expect(new Set(planBatch({ ...order, spreadZones: false }, zones).map(({ zoneId }) => zoneId))).toEqual(new Set(["north-b"]));
});
