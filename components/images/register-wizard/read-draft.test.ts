import { expect, it } from "vitest";
import { readDraft } from "./read-draft";
import { EMPTY_DRAFT } from "./wizard-state";

it("takes what fits and leaves what an older form may have meant otherwise", () => {
  const draft = { ...EMPTY_DRAFT, name: "half", quick: true, tags: [{ key: "env", value: "prod" }] };
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  expect(readDraft({ name: 3, quick: "yes", tags: {}, unknown: "x", minDiskGb: "4x" })).toEqual({ ...EMPTY_DRAFT, minDiskGb: "4x" });
  expect([readDraft(null), readDraft("text")]).toEqual([EMPTY_DRAFT, EMPTY_DRAFT]);
});
