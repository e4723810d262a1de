import { expect, it } from "vitest";
import { EMPTY_MAKING, readMaking } from "./making-draft";

it("takes what fits and leaves what an older form may have meant otherwise", () => {
  const draft = {
    ...EMPTY_MAKING,
    route: "dataFromVolume" as const,
    sourceIds: ["disk-a", "disk-b"],
    names: { "disk-a": "logs" },
    tags: [{ key: "env", value: "prod" }],
  };
  expect(readMaking(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  const older = { route: "fromTape", sourceIds: [1, "disk-a"], name: 3, names: { a: 1, b: "b" }, tags: [{ key: "env" }], minRamMb: "1024" };
  expect(readMaking(older)).toEqual({ ...EMPTY_MAKING, sourceIds: ["disk-a"], names: { b: "b" }, minRamMb: "1024" });
  expect([readMaking(null), readMaking("text")]).toEqual([EMPTY_MAKING, EMPTY_MAKING]);
});
