import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { GIB, MIB, TIB } from "../model";
import { type DiskExport, exportReadOnly } from "./export-read-only";
import { compareDisks, createOverlay, fillOverlay, overlayInfo } from "./overlay";
import { SECRET_PATH } from "./sandbox-command";
import { passphraseOf, secretArguments, volumeReference } from "./volume-access";
import { createBlankVolume, freezeVolumeFile, frozenNames, growVolumeFile, thawVolumeFile } from "./volume-file";

const SIZE = GIB;
const PATTERN = Buffer.from("known plain pattern ".repeat(256));
let folder: string;
let base: string;
let served: DiskExport;
let path: string;
let dataKey: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sealed-"));
  base = join(folder, "base.raw");
  await writeFile(base, "");
  await truncate(base, SIZE);
  const file = await open(base, "r+");
  for (const offset of [0, 100 * MIB, 700 * MIB]) await file.write(Buffer.alloc(20 * MIB, PATTERN), 0, 20 * MIB, offset);
  await file.close();
});
beforeEach(async () => {
  served = await exportReadOnly({ path: base, format: "raw", virtualSizeBytes: SIZE });
  path = join(await mkdtemp(join(folder, "volumes, with commas-")), "volume.qcow2");
  dataKey = randomBytes(32);
});
afterEach(() => served.close());
afterAll(() => rm(folder, { recursive: true }));

const overlay = () => createOverlay({ path, dataKey, backingSocketPath: served.socketPath, exportName: "", sizeBytes: SIZE });
const fill = () => fillOverlay({ path, dataKey, backingSocketPath: served.socketPath });

/** Uses a disk as its server would, by QEMU's own tools and without the service's sandbox. */
async function asServer(tool: string, ...args: string[]): Promise<string> {
  const keyFile = join(folder, "key");
  await writeFile(keyFile, passphraseOf(dataKey), { mode: 0o600 });
  const secret = secretArguments(dataKey).map((argument) => argument.replace(/file=.*/, `file=${keyFile}`));
  const [verb, ...rest] = args;
  const all = tool === "qemu-img" ? [verb ?? "", ...secret, ...rest] : [...secret, ...args];
  return (await promisify(execFile)(tool, [...all, volumeReference({ path, dataKey })])).stdout;
}

/** What the disk reads as, through the export that backups and images are made from. */
async function frozenReadsAs(raw: string, name: string): Promise<boolean> {
  const { backing, virtualSizeBytes } = await overlayInfo(path);
  const frozen = { name, dataKey, backingSocketPath: backing === undefined ? undefined : served.socketPath };
  const disk = await exportReadOnly({ path, format: "qcow2", virtualSizeBytes, frozen });
  const reference = `nbd+unix:///?socket=${encodeURIComponent(disk.socketPath)}`;
  const paths = [disk.socketPath];
  return compareDisks({ reference, format: "raw", paths }, { reference: raw, format: "raw", paths: [raw] }).finally(() => disk.close());
}

const freeze = (name: string) => freezeVolumeFile({ path, dataKey, backingSocketPath: served.socketPath }, name);

/** The exported disk with a range of one byte over it, as a raw file. */
async function baseWith(byte: number, offset: number, length: number): Promise<string> {
  const raw = join(folder, `${randomUUID()}.raw`);
  await promisify(execFile)("cp", ["--sparse=always", base, raw]);
  await promisify(execFile)("qemu-io", ["-f", "raw", "-c", `write -q -P ${byte} ${offset} ${length}`, raw]);
  return raw;
}

/** Command lines and environments of everything that runs on this host. */
async function allProcesses(): Promise<string> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const read = (file: string) => readFile(file, "latin1").catch(() => ""); // ended meanwhile
  return (await Promise.all(ids.flatMap((id) => [read(`/proc/${id}/cmdline`), read(`/proc/${id}/environ`)]))).join("\n");
}

it("is usable at once, and filled holds nothing of its content in plain (SEC-01)", async () => {
  await overlay();
  await asServer("qemu-io", "-c", "write -q -P 0x5a 300M 1M");
  const written = await baseWith(0x5a, 300 * MIB, MIB);
  await freeze("lazy");
  expect(await frozenReadsAs(written, "lazy")).toBe(true);
  await fill();
  expect(await overlayInfo(path)).toMatchObject({ encrypted: true, virtualSizeBytes: SIZE });
  expect((await overlayInfo(path)).backing).toBeUndefined();
  await served.close();
  await freeze("now");
  expect(await frozenReadsAs(written, "now")).toBe(true);
  const stored = await readFile(path);
  expect(stored.length).toBeGreaterThan(60 * MIB);
  for (const plain of [PATTERN.subarray(0, 64), Buffer.alloc(64, 0x5a), dataKey, passphraseOf(dataKey)])
    expect(stored.includes(plain)).toBe(false);
});

it("opens under its own data key only", async () => {
  await overlay();
  dataKey = randomBytes(32);
  const grow = () => growVolumeFile({ path, dataKey, backingSocketPath: served.socketPath }, 2 * GIB);
  for (const act of [fill, () => freeze("now"), grow])
    await expect(act()).rejects.toMatchObject({ code: "toolFailed", detail: { stderr: expect.stringContaining("Invalid password") } });
});

it("shows its key to no other process, neither in an argument nor in a variable (SEC-01)", async () => {
  await overlay();
  await freeze("now");
  const disk = await exportReadOnly({
    path,
    format: "qcow2",
    virtualSizeBytes: SIZE,
    frozen: { name: "now", dataKey, backingSocketPath: served.socketPath },
  });
  const seen = await allProcesses().finally(() => disk.close());
  expect(seen).toContain(`file=${SECRET_PATH}`); // the server was running
  expect(seen).not.toContain(passphraseOf(dataKey).toString());
  expect(seen).not.toContain(dataKey.toString("hex"));
});

it("grows, and lets go of what it held", async () => {
  const volume = { path, dataKey, backingSocketPath: served.socketPath };
  await createBlankVolume({ path, dataKey, sizeBytes: GIB });
  await growVolumeFile(volume, 3 * GIB);
  await asServer("qemu-io", "-c", "write -q -P 0x21 2G 1M", "-c", "read -q -P 0 0 1M");
  expect((await readFile(path)).includes(Buffer.alloc(64, 0x21))).toBe(false);
  await freeze("one");
  await freeze("two");
  await thawVolumeFile(volume, "one");
  expect(await frozenNames(path)).toEqual(["two"]);
  await asServer("qemu-io", "-c", "read -q -P 0x21 2G 1M");
  expect(await overlayInfo(path)).toMatchObject({ encrypted: true, virtualSizeBytes: 3 * GIB });
});

it("is as large as disks get", async () => {
  await createBlankVolume({ path, dataKey, sizeBytes: 64 * TIB });
  await asServer("qemu-io", "-c", `write -q -P 0x21 ${64 * TIB - MIB} 1M`);
  expect(await asServer("qemu-img", "check")).toContain("No errors");
});

it("is refused when no server answers", async () => {
  await served.close();
  await expect(overlay()).rejects.toMatchObject({ code: "toolFailed" });
});

it("leaves a whole disk when its fill is stopped, and fills when run again", async () => {
  await overlay();
  const stop = new AbortController();
  const filling = fillOverlay({
    path,
    dataKey,
    backingSocketPath: served.socketPath,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(filling).rejects.toMatchObject({ code: "cancelled" });
  expect(await readdir(join(path, ".."))).toEqual(["volume.qcow2"]);
  await writeFile(`${path}.filling`, "what a killed fill leaves");
  await fill();
  await freeze("now");
  expect(await frozenReadsAs(base, "now")).toBe(true);
});

it("is made of a plain file whose disk was to be encrypted", async () => {
  await createOverlay({ path, backingSocketPath: served.socketPath, exportName: "", sizeBytes: SIZE });
  await fillOverlay({ path, backingSocketPath: served.socketPath });
  expect((await readFile(path)).includes(PATTERN.subarray(0, 64))).toBe(true);
  await fill();
  expect((await readFile(path)).includes(PATTERN.subarray(0, 64))).toBe(false);
  await freeze("now");
  expect(await frozenReadsAs(base, "now")).toBe(true);
});

it("has a master key of its own in every copy, so that equal disks under one data key differ", async () => {
  const read = async () => {
    await overlay();
    await fill();
    return (await readFile(path)).subarray(-MIB);
  };
  const first = await read();
  expect((await read()).equals(first)).toBe(false);
});
