import { randomBytes } from "node:crypto";
import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { GIB, KIB, MIB, TIB } from "../model";
import { startNbdServer } from "../nbd/server";
import { memoryDevice, nbdUri, run, startQemuNbd, testFolder } from "../nbd/testing";
import { BlockCache } from "../zvhd2/block-cache";
import { zvhd2BlockDevice } from "../zvhd2/block-device";
import { BLOCK_BYTES } from "../zvhd2/layout";
import type { DiskManifest } from "../zvhd2/manifest";
import { openZvhd2 } from "../zvhd2/reader";
import { IDENTITY, MemorySink, memorySource } from "../zvhd2/testing";
import { importDisk } from "./import-disk";
import { importFile, sha256 } from "./testing";
import { verifyDisk } from "./verify-disk";

/** Serves a stored disk until the test ends. */
async function serve(stored: Buffer, manifest: DiskManifest): Promise<string> {
  const device = await zvhd2BlockDevice(await openZvhd2(memorySource(stored)), new BlockCache(64 * MIB), manifest);
  const server = await startNbdServer(join(await testFolder(), "nbd.sock"), new Map([["", device]]));
  onTestFinished(() => server.close());
  return nbdUri(server.socketPath);
}

async function rawFile(content: Buffer): Promise<string> {
  const file = join(await testFolder(), "disk.raw");
  await writeFile(file, content);
  return file;
}

/** The threads of this process that work on blocks, as the kernel names them. */
async function blockThreads(): Promise<number> {
  const names = await Promise.all(
    (await readdir("/proc/self/task")).map((id) => readFile(`/proc/self/task/${id}/comm`, "utf8").catch(() => "")),
  );
  return names.filter((name) => name.startsWith("block-thread")).length;
}

describe("a disk that was imported (FMT-04, FMT-06)", () => {
  it.each([
    ["of one sector", 512],
    ["smaller than a cluster", 5 * KIB],
    ["of one block", 2 * MIB],
    ["that ends in the middle of a block and of a cluster", 7 * MIB + 33 * KIB + 512],
    ["of 23 blocks", 46 * MIB],
  ])("%s and full of random bytes is served as it was", async (_name, size) => {
    const content = randomBytes(size);
    const file = await rawFile(content);
    const { stored, manifest } = await importFile(file, "raw", size);
    expect(manifest).toMatchObject({ virtualSizeBytes: size, storedBlocks: Math.ceil(size / BLOCK_BYTES), objectSizeBytes: stored.length });
    expect(manifest.objectSha256).toBe(sha256(stored));
    expect(await run("qemu-img", "compare", "-s", "-f", "raw", "-F", "raw", await serve(stored, manifest), file)).toContain("identical");
    await verifyDisk({ source: memorySource(stored), manifest });
  });

  it("keeps a size that is no multiple of a sector", async () => {
    const content = randomBytes(3 * MIB + 77);
    const { stored, manifest } = await importFile(await rawFile(content), "raw", content.length);
    expect(manifest.virtualSizeBytes).toBe(content.length);
    const device = await zvhd2BlockDevice(await openZvhd2(memorySource(stored)), new BlockCache(64 * MIB), manifest);
    expect((await device.read(0, content.length)).equals(content)).toBe(true);
  });

  it("stores nothing of an empty disk", async () => {
    const file = join(await testFolder(), "disk.qcow2");
    await run("qemu-img", "create", "-f", "qcow2", file, "10G");
    const { stored, manifest } = await importFile(file, "qcow2", 10 * GIB);
    expect([manifest.storedBlocks, manifest.blockDigests.length]).toEqual([0, 0]);
    expect(stored.length).toBeLessThan(32 * KIB);
    expect(await run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", await serve(stored, manifest), file)).toContain("identical");
  });

  it("stores no block of zeros, though the source has written them", async () => {
    const { manifest } = await importFile(
      await rawFile(Buffer.concat([Buffer.alloc(4 * MIB), Buffer.of(1), Buffer.alloc(2 * MIB - 1)])),
      "raw",
      6 * MIB,
    );
    expect(manifest.storedBlocks).toBe(1);
  });

  it.each([
    ["64G", 64 * GIB, ["write -P 1 0 64k", "write -P 2 40G 3M", "write -P 3 68719472640 4k"]],
    ["2T", 2 * TIB, ["write -P 1 512 512", "write -P 2 1T 5M", "write -P 3 2199023251456 4k"]],
  ])("of %s keeps its few blocks and its holes", async (name, size, writes) => {
    const file = join(await testFolder(), "disk.qcow2");
    await run("qemu-img", "create", "-f", "qcow2", file, name);
    await run("qemu-io", "-f", "qcow2", ...writes.flatMap((command) => ["-c", command]), file);
    const { stored, manifest } = await importFile(file, "qcow2", size);
    expect(manifest.storedBlocks).toBeLessThanOrEqual(6);
    const uri = await serve(stored, manifest);
    const copy = `${file}.copy`;
    await run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", uri, copy);
    expect(await run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", copy, file)).toContain("identical");
    await verifyDisk({ source: memorySource(stored), manifest });
  });

  it("is byte for byte the same when the import is run again", async () => {
    const file = await rawFile(Buffer.concat([randomBytes(9 * MIB), Buffer.alloc(9 * MIB, "text that compresses ")]));
    const first = await importFile(file, "raw", 18 * MIB);
    const second = await importFile(file, "raw", 18 * MIB);
    expect(second.stored.equals(first.stored)).toBe(true);
    expect(second.manifest).toEqual(first.manifest);
  });

  it("has one content digest whatever format it came in, and another size has another", async () => {
    const raw = await rawFile(randomBytes(5 * MIB));
    const vhdx = `${raw}.vhdx`;
    await run("qemu-img", "convert", "-f", "raw", "-O", "vhdx", raw, vhdx);
    const { manifest } = await importFile(raw, "raw", 5 * MIB);
    expect((await importFile(vhdx, "vhdx", 5 * MIB)).manifest.contentDigest).toBe(manifest.contentDigest);
    await truncate(raw, 6 * MIB);
    expect((await importFile(raw, "raw", 6 * MIB)).manifest.contentDigest).not.toBe(manifest.contentDigest);
  });
});

describe("importing", () => {
  it("tells its progress in bytes of data, to the end", async () => {
    const { socketPath } = await startQemuNbd(await rawFile(randomBytes(6 * MIB)), "raw");
    const seen: number[] = [];
    const onProgress = ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => seen.push(doneBytes / totalBytes);
    await importDisk({ socketPath, virtualSizeBytes: 6 * MIB, sink: new MemorySink(), identity: IDENTITY, onProgress });
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
  });

  it("refuses a disk of another size than its header said", async () => {
    const { socketPath } = await startQemuNbd(await rawFile(Buffer.alloc(2 * MIB)), "raw");
    const sizes = { sink: new MemorySink(), identity: IDENTITY, socketPath };
    await expect(importDisk({ ...sizes, virtualSizeBytes: 2 * MIB + 1 })).rejects.toMatchObject({ code: "corruptImage" });
    await expect(importDisk({ ...sizes, virtualSizeBytes: MIB })).rejects.toMatchObject({ code: "corruptImage" });
    expect(await blockThreads()).toBe(0);
  });

  it("ends with cancelled at an abort, though source and sink hang, and leaves no thread alive", async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const abort = new AbortController();
    const hanging = memoryDevice(randomBytes(8 * MIB), (offset) => (offset >= 6 * MIB ? never : Promise.resolve()));
    const server = await startNbdServer(join(await testFolder(), "nbd.sock"), new Map([["", hanging]]));
    onTestFinished(() => server.close());
    const sink = { write: () => Promise.resolve(abort.abort()).then(() => never) };
    const running = importDisk({
      socketPath: server.socketPath,
      virtualSizeBytes: 8 * MIB,
      sink,
      identity: IDENTITY,
      signal: abort.signal,
    });
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(await blockThreads()).toBe(0);
  });

  it("ends with the sink's own error when the sink fails, and with toolFailed when the source does", async () => {
    const { socketPath, stop } = await startQemuNbd(await rawFile(randomBytes(8 * MIB)), "raw");
    const full = { write: () => Promise.reject(new Error("no space")) };
    await expect(importDisk({ socketPath, virtualSizeBytes: 8 * MIB, sink: full, identity: IDENTITY })).rejects.toThrow("no space");
    stop();
    const failing = memoryDevice(randomBytes(8 * MIB), (offset) =>
      offset >= 6 * MIB ? Promise.reject(new Error("bad sector")) : Promise.resolve(),
    );
    const server = await startNbdServer(join(await testFolder(), "nbd.sock"), new Map([["", failing]]));
    onTestFinished(() => server.close());
    const broken = importDisk({ socketPath: server.socketPath, virtualSizeBytes: 8 * MIB, sink: new MemorySink(), identity: IDENTITY });
    await expect(broken).rejects.toMatchObject({ code: "toolFailed" });
    expect(await blockThreads()).toBe(0);
  });
});
