import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DiskFormat, MIB, TIB } from "../model";
import { openNbd } from "../nbd/client";
import { blockDriverOf } from "../qemu/block-driver";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { blocksWithData } from "./data-blocks";
import { serveFile } from "./serve-file";

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mapped-"));
  await run("qemu-img", ["create", "-q", "-f", "raw", join(folder, "disk.raw"), String(TIB)]);
  // At the start, across a border of blocks, at the very end.
  const writes = [0, 500_000 * MIB + MIB + MIB / 2, TIB - MIB].map((offset) => `write -q -P 0x5a ${offset} 1M`);
  await run("qemu-io", ["-f", "raw", ...writes.flatMap((write) => ["-c", write]), join(folder, "disk.raw")]);
});
afterAll(() => rm(folder, { recursive: true }));

it.each<[DiskFormat, ...string[]]>([
  ["vmdk", "subformat=monolithicSparse"],
  ["vmdk", "subformat=streamOptimized"],
  ["vhdx", "subformat=dynamic,block_size=2M"],
])("knows what holds data in a %s of 1 TiB by its tables, as its server does: %s", async (format, options) => {
  const path = join(folder, `${options}.disk`);
  await run("qemu-img", ["convert", "-f", "raw", "-O", blockDriverOf(format), "-o", options, join(folder, "disk.raw"), path]);
  const served = await serveFile({ path, facts: { format, virtualSizeBytes: TIB }, folder });
  const known = [...(served.dataBlocks?.blocks() ?? [])];
  const crossed = (500_000 * MIB) / BLOCK_BYTES;
  expect(known).toEqual([0, crossed, crossed + 1, TIB / BLOCK_BYTES - 1]);
  const nbd = await openNbd(served.socketPath, served.exportName);
  expect([...(await blocksWithData(nbd, blockCountOf(TIB))).blocks()]).toEqual(known);
  nbd.close();
  await served.close();
});
