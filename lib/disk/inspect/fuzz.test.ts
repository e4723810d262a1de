import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/platform/errors";
import { inspectDisk } from ".";
import { METADATA_MAX_BYTES, METADATA_MAX_READS } from "./constraints";
import { sniffHeader } from "./sniff";
import { accessOf } from "./testing/memory-access";
import { mutant, random, SUBJECTS } from "./testing/mutations";

const MUTATIONS = 2000;
const SEED = 20_260_422;

describe(`${MUTATIONS} mutations of each header end in facts or a named refusal, within the read budget (FMT-02)`, () => {
  it.each(SUBJECTS)("$name", async (subject) => {
    const next = random(SEED);
    const outcomes = new Map<string, number>();
    for (let round = 0; round < MUTATIONS; round += 1) {
      const file = mutant(subject, next);
      const access = accessOf(file);
      const outcome = await inspectDisk(access).then(
        (facts) => (Number.isSafeInteger(facts.virtualSizeBytes) ? "facts" : "unsafe number"),
        (error: unknown) => {
          if (!isAppError(error)) throw error;
          return typeof error.detail.construct === "string" ? error.code : "no construct";
        },
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(access.spent.bytes).toBeLessThan(METADATA_MAX_BYTES);
      expect(access.spent.reads).toBeLessThan(METADATA_MAX_READS);
      sniffHeader(file.subarray(0, 33 * 1024), file.subarray(Math.max(0, file.length - 512)), file.length);
    }
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(["facts", "corruptImage"]));
    expect(outcomes.has("unsafe number") || outcomes.has("no construct")).toBe(false);
  });
});
