import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GIB, MIB } from "../model";
import { type DiskExport, exportReadOnly } from "./export-read-only";
import { compareDisks, createOverlay, fillOverlay, overlayInfo } from "./overlay";

const run = promisify(execFile);
const SIZE = GIB;
let folder: string;
let base: string;
let served: DiskExport;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "overlay-"));
  base = join(folder, "base.raw");
  await writeFile(base, "");
  await truncate(base, SIZE);
  const file = await open(base, "r+");
  for (const offset of [0, 100 * MIB, 700 * MIB]) await file.write(Buffer.alloc(40 * MIB, `block at ${offset}`), 0, 40 * MIB, offset);
  await file.close();
});
beforeEach(async () => {
  served = await exportReadOnly({ path: base, format: "raw", virtualSizeBytes: SIZE });
  path = join(await mkdtemp(join(folder, "volumes-")), "volume.qcow2");
});
afterEach(() => served.close());
afterAll(() => rm(folder, { recursive: true }));

const create = (sizeBytes = SIZE) => createOverlay({ path, backingSocketPath: served.socketPath, exportName: "", sizeBytes });
const fill = (options: { signal?: AbortSignal; onProgress?: (fraction: number) => void } = {}) =>
  fillOverlay({ path, backingSocketPath: served.socketPath, ...options });
const equalsBase = (reference = path) =>
  compareDisks({ reference: base, format: "raw", paths: [base] }, { reference, format: "qcow2", paths: [path, served.socketPath] });

describe("an overlay", () => {
  it("reads as the exported disk from the start and holds no data of its own", async () => {
    await create();
    expect(await equalsBase()).toBe(true);
    expect(await overlayInfo(path)).toMatchObject({
      backing: expect.stringContaining(encodeURIComponent(served.socketPath)),
      virtualSizeBytes: SIZE,
    });
    expect((await overlayInfo(path)).storedBytes).toBeLessThan(MIB);
  });

  it("can be larger than the exported disk", async () => {
    await create(3 * GIB);
    expect((await overlayInfo(path)).virtualSizeBytes).toBe(3 * GIB);
    expect(await equalsBase()).toBe(true);
  });

  it("is refused when no server answers", async () => {
    await served.close();
    await expect(create()).rejects.toMatchObject({ code: "toolFailed" });
  });
});

describe("fillOverlay", () => {
  it("makes the overlay independent of its server, keeping what was written to it", async () => {
    await create();
    await run("qemu-io", ["-f", "qcow2", "-c", "write -q -P 7 1M 1M", path]);
    const seen: number[] = [];
    await fill({ onProgress: (fraction) => seen.push(fraction) });
    await served.close();
    const info = await overlayInfo(path);
    expect(info.backing).toBeUndefined();
    expect(info.storedBytes).toBeLessThan(130 * MIB);
    await run("qemu-io", ["-f", "qcow2", "-c", "read -q -P 7 1M 1M", path]);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it("does nothing on an overlay that stands alone already", async () => {
    await create();
    await fill();
    await served.close();
    await fill();
    expect((await overlayInfo(path)).backing).toBeUndefined();
  });

  it("leaves a whole overlay on abort and no other file", async () => {
    await create();
    const stop = new AbortController();
    const filling = fill({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(filling).rejects.toMatchObject({ code: "cancelled" });
    expect(await readdir(join(path, ".."))).toEqual(["volume.qcow2"]);
    expect(await equalsBase()).toBe(true);
  });

  it.each([0.1, 0.5, 0.9])("ends at the same content when the copy was killed at %d of its way and run again", async (share) => {
    await create();
    await killedCopy(path, share);
    expect(await equalsBase()).toBe(true);
    await fill();
    expect(await equalsBase()).toBe(true);
    expect((await overlayInfo(path)).backing).toBeUndefined();
    expect(await readdir(join(path, ".."))).toEqual(["volume.qcow2"]);
  });

  it("refuses to copy an overlay that something is writing to", async () => {
    await create();
    const writer = spawn("qemu-io", ["-f", "qcow2", path], { stdio: ["pipe", "pipe", "ignore"] });
    await once(writer.stdout, "data");
    await expect(fill()).rejects.toMatchObject({ code: "toolFailed", detail: { stderr: expect.stringContaining("lock") } });
    writer.stdin.end("quit\n");
    await once(writer, "close");
  });
});

/** Leaves what a service killed in the middle of fillOverlay leaves: the same copy, cut off without any clean-up. */
async function killedCopy(overlay: string, share: number): Promise<void> {
  const copy = spawn("qemu-img", ["convert", "-p", "-r", "200M", "-W", "-f", "qcow2", "-O", "qcow2", overlay, `${overlay}.filling`]);
  copy.stdout.on("data", (chunk: Buffer) => {
    const percent = /\((\d+\.\d+)/.exec(chunk.toString())?.[1];
    if (percent !== undefined && Number(percent) >= share * 100) copy.kill("SIGKILL");
  });
  await once(copy, "close");
}
