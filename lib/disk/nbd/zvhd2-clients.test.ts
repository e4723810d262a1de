import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { DISK_STREAM } from "../crypt/layout";
import { openSealed } from "../crypt/open-sealed";
import { KEY, sealBytes } from "../crypt/testing";
import { openFileAccess } from "../inspect/file-access";
import { MIB } from "../model";
import { BlockCache } from "../zvhd2/block-cache";
import { zvhd2BlockDevice } from "../zvhd2/block-device";
import { BLOCK_BYTES, INDEX_ENTRY_BYTES } from "../zvhd2/layout";
import { openZvhd2 } from "../zvhd2/reader";
import { sampleBlock, sampleZvhd2 } from "../zvhd2/testing";
import { startNbdServer } from "./server";
import { nbdUri, run, testFolder } from "./testing";

const SIZE = 75 * MIB + 512;
const BLOCKS = [0, 1, 2, 3, 9, 10, 30, 37];
const { file, manifest } = await sampleZvhd2(SIZE, BLOCKS);
const whole = Buffer.alloc(SIZE);
for (const block of BLOCKS) sampleBlock(block).copy(whole, block * BLOCK_BYTES);

const KINDS = ["plain", "sealed"] as const;

/** The disk in a file, opened from there and served; `damage` changes the stored bytes before. */
async function serve(kind: (typeof KINDS)[number], damage: (stored: Buffer) => void = () => undefined) {
  const folder = await testFolder();
  const stored = kind === "plain" ? Buffer.from(file) : await sealBytes(file, KEY, DISK_STREAM);
  damage(stored);
  const path = join(folder, "object");
  await writeFile(path, stored);
  const access = await openFileAccess(path);
  onTestFinished(() => access.close());
  const source = kind === "plain" ? access : await openSealed(access, KEY);
  const cache = new BlockCache(16 * MIB);
  const device = await zvhd2BlockDevice(await openZvhd2(source), cache, manifest);
  const server = await startNbdServer(join(folder, "nbd.sock"), new Map([["disk", device]]));
  onTestFinished(() => server.close());
  const raw = join(folder, "disk.raw");
  await writeFile(raw, whole);
  return { folder, server, cache, raw, uri: nbdUri(server.socketPath, "disk") };
}

const isIdentical = async (uri: string, raw: string) =>
  (await run("qemu-img", "compare", "-f", "raw", "-F", "raw", uri, raw)).includes("identical");

describe.each(KINDS)("a %s ZVHD2 disk over NBD", (kind) => {
  it("is what qemu-img, nbdcopy by four connections and nbdinfo see, holes and all", async () => {
    const { folder, uri, raw, cache } = await serve(kind);
    expect(await isIdentical(uri, raw)).toBe(true);
    await run("nbdcopy", "--connections=4", "--threads=4", uri, join(folder, "copy.raw"));
    expect((await readFile(join(folder, "copy.raw"))).equals(whole)).toBe(true);
    const map: { offset: number; length: number; type: number }[] = JSON.parse(await run("nbdinfo", "--map", "--json", uri)); // as nbdinfo documents it
    const data = map.filter(({ type }) => type === 0).map(({ offset, length }) => [offset / BLOCK_BYTES, length]);
    expect(data).toEqual([
      [0, 4 * BLOCK_BYTES],
      [9, 2 * BLOCK_BYTES],
      [30, BLOCK_BYTES],
      [37, SIZE - 37 * BLOCK_BYTES],
    ]);
    expect(cache.sizeBytes).toBeLessThanOrEqual(16 * MIB);
  });

  it("is served on by qemu-nbd and by qemu-storage-daemon", async () => {
    const { folder, server, uri, raw } = await serve(kind);
    const again = join(folder, "again.sock");
    await run("qemu-nbd", "-r", "-t", "--fork", "--pid-file", `${again}.pid`, "-k", again, "-f", "raw", uri);
    const pid = Number(await readFile(`${again}.pid`, "utf8"));
    onTestFinished(() => void process.kill(pid));
    expect(await isIdentical(nbdUri(again), raw)).toBe(true);

    const daemonSocket = join(folder, "daemon.sock");
    const daemon = [
      ...["--blockdev", `driver=nbd,node-name=disk,read-only=on,server.type=unix,server.path=${server.socketPath},export=disk`],
      ...["--nbd-server", `addr.type=unix,addr.path=${daemonSocket}`],
      ...["--export", "type=nbd,id=e,node-name=disk,name=disk", "--daemonize", "--pidfile", `${daemonSocket}.pid`],
    ];
    await run("qemu-storage-daemon", ...daemon);
    const daemonPid = Number(await readFile(`${daemonSocket}.pid`, "utf8"));
    onTestFinished(() => void process.kill(daemonPid));
    expect(await isIdentical(nbdUri(daemonSocket, "disk"), raw)).toBe(true);
  });

  it("is the backing file of an overlay that a guest writes to", async () => {
    const { folder, server, raw } = await serve(kind);
    const overlay = join(folder, "overlay.qcow2");
    const backing = { driver: "raw", file: { driver: "nbd", server: { type: "unix", path: server.socketPath }, export: "disk" } };
    await run("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", `json:${JSON.stringify(backing)}`, overlay);
    await run("qemu-io", "-f", "qcow2", "-c", "write -P 7 3M 64k", "-c", "read 0 8M", overlay);
    const expected = Buffer.from(whole);
    expected.fill(7, 3 * MIB, 3 * MIB + 64 * 1024);
    await writeFile(raw, expected);
    expect(await run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", overlay, raw)).toContain("identical");
  });

  it("survives clients that are killed while they read", async () => {
    const { uri, raw } = await serve(kind);
    for (let count = 0; count < 3; count++) {
      const reads = Array.from({ length: 200 }, () => ["-c", "read 0 64M"]).flat();
      const client = spawn("qemu-io", ["-r", "-f", "raw", ...reads, uri], { stdio: ["ignore", "pipe", "ignore"] });
      await once(client.stdout, "data");
      client.kill("SIGKILL");
      await once(client, "close");
    }
    expect(await isIdentical(uri, raw)).toBe(true);
  });

  it("answers EIO for a block in which one bit was flipped, and gives all others", async () => {
    // In the middle of the record of the fourth stored block.
    const index = file.length - 4096 - 4096 - 512 * 1024;
    const at = Number(file.readBigUInt64LE(index + 3 * INDEX_ENTRY_BYTES)) + 8192;
    const { uri } = await serve(kind, (stored) => stored.writeUInt8(stored.readUInt8(at) ^ 2, at));
    const io = (command: string) => run("qemu-io", "-r", "-f", "raw", "-c", command, uri);
    await expect(io(`read ${3 * BLOCK_BYTES} 4k`)).rejects.toThrow("Input/output error");
    expect(await io(`read ${30 * BLOCK_BYTES} 2M`)).toContain("2097152/2097152");
  });
});
