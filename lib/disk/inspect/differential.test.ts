import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/platform/errors";
import { mutate, random } from "../fuzzing/mutate";
import type { DiskFacts } from "../model";
import { inspectDisk } from ".";
import { FUZZED_FILES } from "./testing/fuzzed-files";
import { accessOf } from "./testing/memory-access";

const run = promisify(execFile);
const ACCEPTED = 25;
const SEED = 7;
/** QEMU knows no ZVHD and takes the other two for raw bytes. */
const NOT_FOR_QEMU = new Set(["ISO", "UDF", "ZVHD", "ZVHD2", "raw disk"]);

/** What QEMU sees in a file; undefined when it refuses to open it, which is its right. */
async function seenByQemu(
  path: string,
  format: string,
): Promise<{ virtualSizeBytes: unknown; backing: unknown; dataFile: unknown } | undefined> {
  const driver = format === "vhd" ? "driver=vpc,force_size_calc=current_size" : `driver=${format}`;
  try {
    const { stdout } = await run("qemu-img", ["info", "--output=json", "--image-opts", `${driver},file.filename=${path}`]);
    const info = JSON.parse(stdout);
    return {
      virtualSizeBytes: info["virtual-size"],
      backing: info["backing-filename"],
      dataFile: info["format-specific"]?.data?.["data-file"],
    };
  } catch {
    return undefined;
  }
}

async function factsOf(file: Buffer): Promise<DiskFacts | undefined> {
  return inspectDisk(accessOf(file)).catch((error: unknown) => {
    if (isAppError(error)) return undefined;
    throw error;
  });
}

describe("never sees another disk than QEMU does, in broken files that it takes (FMT-02)", () => {
  it.each(FUZZED_FILES.filter(({ name }) => !NOT_FOR_QEMU.has(name)))("$name", async ({ make, ...plan }) => {
    const folder = await mkdtemp(join(tmpdir(), "inspect-"));
    const next = random(SEED);
    const valid = await make();
    try {
      for (let accepted = 0; accepted < ACCEPTED; ) {
        const file = mutate(valid, plan, next);
        const facts = await factsOf(file);
        if (!facts || facts.format === "raw") continue;
        accepted += 1;
        const path = join(folder, "disk");
        await writeFile(path, file);
        const seen = await seenByQemu(path, facts.format);
        if (seen) expect(seen).toEqual({ virtualSizeBytes: facts.virtualSizeBytes, backing: undefined, dataFile: undefined });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
