import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FILE_SUBJECTS } from "./file-subjects";
import { fuzz } from "./fuzz";
import { MEDIA_SUBJECTS } from "./media-subjects";
import { NBD_SUBJECTS } from "./nbd-subjects";
import { PACKAGE_SUBJECTS } from "./package-subjects";
import { FUZZ_SUBJECTS } from "./subjects";
import { TEXT_SUBJECTS } from "./text-subjects";

const SEED = 20_260_422;
/** `npm run fuzz` goes on where this ends. */
const COUNTS = [
  ["header inspector", FILE_SUBJECTS, 600],
  ["recognition", TEXT_SUBJECTS, 2000],
  ["installation media and volumes", MEDIA_SUBJECTS, 1000],
  ["packages and sealed objects", PACKAGE_SUBJECTS, 600],
  ["NBD", NBD_SUBJECTS, 150],
] as const;
const FOUND = join(import.meta.dirname, "found");

describe.each(COUNTS)("%s: inputs changed at random end in an answer or a named refusal, within bounds (FMT-02)", (_, subjects, count) => {
  it.each(subjects)("$name", async (subject) => {
    const { outcomes, found } = await fuzz(subject, { seed: SEED, count });
    expect(found.map(({ error }) => error)).toEqual([]);
    // Some are taken: the changes reach beyond the first check.
    if (!subject.tamperProof) expect(outcomes.get("taken")).toBeGreaterThan(0);
  });

  it.each(subjects)("$name takes its own seeds", async (subject) => {
    for (const seed of await subject.seeds()) expect(await subject.examine(seed)).toBe("taken");
  });
});

describe("inputs that once broke a parser", () => {
  const kept = readdirSync(FOUND).filter((name) => name.endsWith(".gz"));

  it("are kept", () => expect(kept).not.toEqual([]));

  it.each(kept)("%s", async (name) => {
    const subject = FUZZ_SUBJECTS.find((candidate) => name.startsWith(`${candidate.name}.`)) ?? expect.unreachable(name);
    await expect(subject.examine(gunzipSync(readFileSync(join(FOUND, name))))).resolves.toBeTypeOf("string");
  });
});
