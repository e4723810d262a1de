import { randomBytes } from "node:crypto";
import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inspectDisk } from "../inspect";
import { openFileAccess } from "../inspect/file-access";
import { MIB } from "../model";
import { run, testFolder } from "../nbd/testing";
import { unwrapDisk } from "./unwrap-disk";

/** A qcow2 of 64 MiB with some random bytes in it. */
async function diskFile(): Promise<string> {
  const folder = await testFolder();
  const raw = join(folder, "disk.raw");
  await writeFile(raw, randomBytes(3 * MIB));
  await truncate(raw, 64 * MIB);
  const disk = join(folder, "disk.qcow2");
  await run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw, disk);
  return disk;
}

const TOOLS = { gzip: ["gzip", "-6"], xz: ["xz", "-0"], zstd: ["zstd", "-q"] } as const;
const ENDINGS = { gzip: "gz", xz: "xz", zstd: "zst" } as const;
type Compression = keyof typeof TOOLS;
const COMPRESSIONS: readonly Compression[] = ["gzip", "xz", "zstd"];

async function compressed(file: string, compression: Compression): Promise<string> {
  const [tool, ...args] = TOOLS[compression];
  if (tool === "zstd") await writeFile(`${file}.zst`, zstdCompressSync(await readFile(file), CHECKED));
  else await run(tool, ...args, "--keep", file);
  return `${file}.${ENDINGS[compression]}`;
}
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

async function unwrap(path: string, limitBytes?: number) {
  return unwrapDisk(path, { folder: await testFolder(), ...(limitBytes !== undefined && { limitBytes }) });
}

/** A file of bytes, compressed by what Node has or by the tool. */
async function fileOf(bytes: Buffer, name = "file"): Promise<string> {
  const file = join(await testFolder(), name);
  await writeFile(file, bytes);
  return file;
}

describe("a disk that comes compressed", () => {
  it.each(COMPRESSIONS)("with %s is unpacked to the bytes it was (FMT-01)", async (compression) => {
    const disk = await diskFile();
    const unwrapped = await unwrap(await compressed(disk, compression));
    expect(unwrapped.wrapper).toBe(compression);
    expect((await readFile(unwrapped.path)).equals(await readFile(disk))).toBe(true);
    const file = await openFileAccess(unwrapped.path);
    expect(await inspectDisk(file).finally(() => file.close())).toMatchObject({ format: "qcow2", virtualSizeBytes: 64 * MIB });
  });

  it("in several members, streams or frames is unpacked to all of them", async () => {
    const parts = [randomBytes(100_000), randomBytes(50_001)];
    const whole = Buffer.concat(parts);
    const gzip = await fileOf(Buffer.concat([...parts.map((part) => gzipSync(part)), Buffer.alloc(512)]));
    const zstd = await fileOf(Buffer.concat(parts.map((part) => zstdCompressSync(part))));
    const xz = await fileOf(
      Buffer.concat(await Promise.all(parts.map(async (part) => readFile(await compressed(await fileOf(part), "xz"))))),
    );
    for (const file of [gzip, zstd, xz]) expect((await readFile((await unwrap(file)).path)).equals(whole)).toBe(true);
  });

  it.each(COMPRESSIONS)("with %s keeps its holes: an empty disk of 256 MiB takes no room", async (compression) => {
    const { path } = await unwrap(await fileOfZeros(256 * MIB, compression));
    const { size, blocks } = await stat(path);
    expect([size, blocks]).toEqual([256 * MIB, 0]);
  });

  it("tells its progress in bytes of the compressed file", async () => {
    const file = await compressed(await diskFile(), "gzip");
    const seen: number[] = [];
    await unwrapDisk(file, { folder: await testFolder(), onProgress: ({ doneBytes }) => seen.push(doneBytes) });
    expect(seen.at(-1)).toBe((await stat(file)).size);
  });

  it("ends with cancelled at an abort and leaves nothing running", async () => {
    const raw = await fileOf(randomBytes(8 * MIB));
    for (const compression of COMPRESSIONS) {
      const stop = new AbortController();
      const folder = await testFolder();
      const running = unwrapDisk(await compressed(raw, compression), { folder, signal: stop.signal });
      stop.abort();
      await expect(running).rejects.toMatchObject({ code: "cancelled" });
    }
  });
});

describe("a compressed file that is broken or hostile (FMT-02)", () => {
  it.each(COMPRESSIONS)("with %s is refused when it is cut, and when a byte changed", async (compression) => {
    const whole = await readFile(await compressed(await fileOf(randomBytes(2 * MIB)), compression));
    const cut = await fileOf(whole.subarray(0, whole.length - 9));
    await expect(unwrap(cut)).rejects.toMatchObject({ code: "truncatedImage", detail: { construct: `${compression}.stream` } });
    whole.writeUInt8(whole.readUInt8(MIB) ^ 1, MIB);
    await expect(unwrap(await fileOf(whole))).rejects.toMatchObject({
      code: "corruptImage",
      detail: { construct: `${compression}.stream` },
    });
  });

  it.each(COMPRESSIONS)("with %s is stopped when it is a bomb of data", async (compression) => {
    const bomb = await compressed(await fileOf(Buffer.alloc(100 * MIB, "a")), compression);
    await expect(unwrap(bomb)).rejects.toMatchObject({ code: "decompressionLimit", detail: { construct: `${compression}.ratio` } });
  });

  it.each(COMPRESSIONS)("with %s is stopped when it holds more than the largest disk", async (compression) => {
    const file = await fileOfZeros(192 * MIB, compression);
    await expect(unwrap(file, 64 * MIB)).rejects.toMatchObject({
      code: "decompressionLimit",
      detail: { construct: `${compression}.size` },
    });
  });

  it("with xz is refused when it asks for more memory than there is to give", async () => {
    const file = await fileOf(Buffer.alloc(1000, "a"));
    await run("xz", "--keep", "--lzma2=dict=1GiB", file);
    await expect(unwrap(`${file}.xz`)).rejects.toMatchObject({ code: "decompressionLimit", detail: { construct: "xz.stream" } });
  });

  it("is left as it is when it is also something else, which inspection then refuses", async () => {
    const footer = Buffer.alloc(512);
    footer.write("conectix", "latin1");
    const file = await fileOf(Buffer.concat([gzipSync("disk"), Buffer.alloc(512), footer]));
    expect(await unwrap(file)).toEqual({ path: file });
    const access = await openFileAccess(file);
    await expect(inspectDisk(access).finally(() => access.close())).rejects.toMatchObject({ code: "ambiguousFormat" });
  });

  it("is not unpacked a second time: what is inside must be a disk", async () => {
    const { path } = await unwrap(await fileOf(gzipSync(gzipSync(randomBytes(4096)))));
    const access = await openFileAccess(path);
    await expect(inspectDisk(access).finally(() => access.close())).rejects.toMatchObject({ code: "formatNotSupported" });
  });
});

/** A compressed file of zeros: one member of 64 MiB again and again, as a file of all of them takes long to make. */
async function fileOfZeros(sizeBytes: number, compression: Compression): Promise<string> {
  const member = await readFile(await compressed(await fileOf(Buffer.alloc(64 * MIB)), compression));
  return fileOf(Buffer.concat(Array.from({ length: sizeBytes / (64 * MIB) }, () => member)));
}

describe("a disk that is not wrapped", () => {
  it("is answered as it is, and nothing is written", async () => {
    const disk = await diskFile();
    expect(await unwrap(disk)).toEqual({ path: disk });
  });
});
