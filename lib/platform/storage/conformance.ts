import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Storage } from "./storage";

/** Starts a fresh, empty store. */
export type MakeStorage = () => Promise<Storage>;

/** The promises of `Storage`, held against a driver. Call it from the driver's test file; the driver cleans up after itself. */
export function storageConformance(name: string, makeStorage: MakeStorage): void {
  describe(`${name} keeps objects`, () => objectRules(makeStorage));
  describe(`${name} lists keys`, () => listRules(makeStorage));
  describe(`${name} shows only whole objects`, () => wholenessRules(makeStorage));
}

/** A source of one chunk. */
export function bytes(content: string | Uint8Array): Readable {
  return Readable.from([Buffer.from(content)]);
}

/** Everything under a key. */
export async function contentOf(storage: Storage, key: string): Promise<Buffer> {
  return await buffer(await storage.get(key));
}

/** Keys in the order of `list`. */
export async function keysOf(storage: Storage, prefix = ""): Promise<string[]> {
  return (await collect(storage.list(prefix))).map(({ key }) => key);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const missing = { code: "notFound" };
const invalid = { code: "invalidArgument" };

function objectRules(makeStorage: MakeStorage): void {
  it("gives back what was put, byte for byte", async () => {
    const storage = await makeStorage();
    const content = randomBytes(3_000_001);
    const before = Date.now();
    const stored = await storage.put("a/b", Readable.from([content.subarray(0, 1_000_000), content.subarray(1_000_000)]));
    expect(stored).toMatchObject({ key: "a/b", sizeBytes: content.length });
    expect(stored.modifiedAt.getTime()).toBeGreaterThan(before - 2000);
    expect(await storage.stat("a/b")).toEqual(stored);
    expect((await contentOf(storage, "a/b")).equals(content)).toBe(true);
  });

  it("keeps empty objects", async () => {
    const storage = await makeStorage();
    await storage.put("empty", Readable.from([]));
    expect(await storage.stat("empty")).toMatchObject({ sizeBytes: 0 });
    expect(await contentOf(storage, "empty")).toHaveLength(0);
  });

  it("answers ranges with both ends included and refuses those beyond the end", async () => {
    const storage = await makeStorage();
    await storage.put("digits", bytes("0123456789"));
    for (const [start, end, text] of [
      [0, 0, "0"],
      [3, 5, "345"],
      [9, 9, "9"],
      [0, 9, "0123456789"],
    ] as const)
      expect((await buffer(await storage.get("digits", { start, end }))).toString()).toBe(text);
    for (const [start, end] of [
      [0, 10],
      [10, 10],
      [5, 4],
      [-1, 3],
      [0.5, 3],
    ] as const)
      await expect(storage.get("digits", { start, end })).rejects.toMatchObject(invalid);
  });

  it("reads small ranges into memory, short at the end", async () => {
    const storage = await makeStorage();
    await storage.put("digits", bytes("0123456789"));
    expect((await storage.read("digits", 2, 3)).toString()).toBe("234");
    expect((await storage.read("digits", 8, 100)).toString()).toBe("89");
    expect(await storage.read("digits", 10, 1)).toHaveLength(0);
    await expect(storage.read("digits", -1, 1)).rejects.toMatchObject(invalid);
    const room = Buffer.alloc(6);
    expect((await storage.read("digits", 7, 5, room.subarray(1))).toString()).toBe("789");
    expect(room).toEqual(Buffer.from("\u0000789\u0000\u0000"));
  });

  it("holds an object open for reads into memory of the caller's", async () => {
    const storage = await makeStorage();
    await storage.put("digits", bytes("0123456789"));
    const object = await storage.open("digits");
    const into = Buffer.alloc(6);
    expect([object.sizeBytes, await object.read(into, 2), into.toString()]).toEqual([10, 6, "234567"]);
    expect([await object.read(into, 8), into.toString()]).toEqual([2, "894567"]);
    expect(await object.read(into, 10)).toBe(0);
    await object.close();
  });

  it("takes a finished file over, in the place of what was there", async () => {
    const storage = await makeStorage();
    const { folder, file, content } = await aFinishedFile();
    await storage.put("disk", bytes("old"));
    const before = Date.now();
    const stored = await storage.adopt("disk", file);
    expect(stored).toMatchObject({ key: "disk", sizeBytes: content.length });
    expect(stored.modifiedAt.getTime()).toBeGreaterThan(before - 2000);
    expect(await storage.stat("disk")).toEqual(stored);
    expect((await contentOf(storage, "disk")).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
    expect(await collect(storage.listStaged(new Date(Date.now() + 60_000)))).toEqual([]);
  });

  it("takes over no link, no folder, nothing that others can reach, and nothing that is missing", async () => {
    const storage = await makeStorage();
    const { folder, file } = await aFinishedFile();
    await symlink(file, join(folder, "symlink"));
    for (const found of [folder, join(folder, "symlink")]) await expect(storage.adopt("disk", found)).rejects.toMatchObject(invalid);
    await link(file, join(folder, "link"));
    await expect(storage.adopt("disk", file)).rejects.toMatchObject(invalid);
    await expect(storage.adopt("disk", join(folder, "none"))).rejects.toMatchObject(missing);
    expect(await keysOf(storage)).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(["disk", "link", "symlink"]);
  });

  it("copies, and the copy outlives its origin", async () => {
    const storage = await makeStorage();
    await storage.put("from", bytes("content"));
    const before = Date.now();
    expect(await storage.copy("from", "to/here")).toMatchObject({ key: "to/here", sizeBytes: 7 });
    expect((await storage.stat("to/here"))?.modifiedAt.getTime()).toBeGreaterThan(before - 2000);
    await storage.copy("from", "from");
    await storage.copy("from", "to/here");
    await storage.delete("from");
    expect((await contentOf(storage, "to/here")).toString()).toBe("content");
    expect(await collect(storage.listStaged(new Date(Date.now() + 60_000)))).toEqual([]);
  });

  it("deletes, also what is missing", async () => {
    const storage = await makeStorage();
    await storage.put("x/y", bytes("1"));
    await storage.delete("x/y");
    await storage.delete("x/y");
    expect(await storage.stat("x/y")).toBeUndefined();
  });

  it("answers notFound for a missing key", async () => {
    const storage = await makeStorage();
    await expect(storage.get("none")).rejects.toMatchObject(missing);
    await expect(storage.read("none", 0, 1)).rejects.toMatchObject(missing);
    await expect(storage.open("none")).rejects.toMatchObject(missing);
    await expect(storage.copy("none", "to")).rejects.toMatchObject(missing);
    await expect(storage.localPath("none")).rejects.toMatchObject(missing);
    expect(await storage.stat("none")).toBeUndefined();
  });

  it("offers a path for external tools", async () => {
    const storage = await makeStorage();
    await storage.put("disk", bytes("content"));
    const { path, release } = await storage.localPath("disk");
    expect((await buffer(createReadStream(path))).toString()).toBe("content");
    await release();
  });

  it("tells of a key in how many places it lies (SEC-06)", async () => {
    const storage = await makeStorage();
    await storage.put("there", bytes("1"));
    expect(await storage.replicas("there")).toBeGreaterThan(0);
    expect(await storage.replicas("none")).toBe(0);
  });

  it("finds nothing to repair in what is sound, and says when there is nothing to repair with", async () => {
    const storage = await makeStorage();
    await storage.put("there", bytes("1"));
    expect(await storage.repair("there", async () => true)).toBe(0);
    await expect(storage.repair("there", async () => false)).rejects.toMatchObject({ code: "corruptImage" });
    expect((await contentOf(storage, "there")).toString()).toBe("1");
  });

  it("says that it can be used", async () => {
    const storage = await makeStorage();
    await storage.check();
    expect(await keysOf(storage)).toEqual([]);
  });
}

async function aFinishedFile() {
  const folder = await mkdtemp(join(tmpdir(), "ims-adopt-"));
  const file = join(folder, "disk");
  const content = randomBytes(3_000_001);
  await writeFile(file, content);
  onTestFinished(() => rm(folder, { recursive: true }));
  return { folder, file, content };
}

/** Keys that a path could misread, including pairs that differ only where a file system or a sort order may not. */
export const STRANGE_KEYS = [
  ..."../../etc/passwd ../.. .. . ./a / // /a a a/ a//b a/b a.b a-b a+ a~ a% % %2F %41 A con a\\b a,b=c".split(" "),
  ...["镜像", "é", "e\u0301", "😀", "\uFFFD"],
  ...["a b", "a\nb", "镜像/系统盘 镜像.zvhd2", "长".repeat(341), "/".repeat(1024), "ÿ".repeat(512)],
  ...[79, 80, 81, 160, 300].flatMap((length) => ["", "/", "/b", "-"].map((rest) => "z".repeat(length) + rest)),
];

function listRules(makeStorage: MakeStorage): void {
  it("keeps every strange key apart and gives it back, in byte order", async () => {
    const storage = await makeStorage();
    for (const key of STRANGE_KEYS) await storage.put(key, bytes(key));
    const inOrder = [...STRANGE_KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await keysOf(storage)).toEqual(inOrder);
    for (const key of STRANGE_KEYS) expect((await contentOf(storage, key)).toString()).toBe(key);
    for (const prefix of ["a", "a/", "z", "镜", "..", "z".repeat(80), "z".repeat(200), "none"])
      expect(await keysOf(storage, prefix)).toEqual(inOrder.filter((key) => key.startsWith(prefix)));
    for (const key of STRANGE_KEYS) await storage.delete(key);
    expect(await keysOf(storage)).toEqual([]);
  });

  it("refuses keys that are empty, too long, hold NUL or are no Unicode", async () => {
    const storage = await makeStorage();
    for (const key of ["", "a\0b", "k".repeat(1025), "长".repeat(342), "\uD800"]) {
      await expect(storage.put(key, bytes("1"))).rejects.toMatchObject(invalid);
      await expect(storage.stat(key)).rejects.toMatchObject(invalid);
    }
  });

  it("tells size and time of each", async () => {
    const storage = await makeStorage();
    const stored = await storage.put("p/1", bytes("12345"));
    expect(await collect(storage.list("p/"))).toEqual([stored]);
  });
}

function wholenessRules(makeStorage: MakeStorage): void {
  it("shows nothing while a put runs, and nothing after the source broke off", async () => {
    const storage = await makeStorage();
    const source = new PassThrough();
    const putting = storage.put("half", source);
    source.write(Buffer.alloc(100_000));
    expect(await storage.stat("half")).toBeUndefined();
    expect(await keysOf(storage)).toEqual([]);
    source.destroy(new Error("broken off"));
    await expect(putting).rejects.toThrow("broken off");
    expect(await storage.stat("half")).toBeUndefined();
    expect(await collect(storage.listStaged(new Date(Date.now() + 60_000)))).toEqual([]);
  });

  it("ends a stalled put when it is aborted, and keeps what was there before", async () => {
    const storage = await makeStorage();
    await storage.put("kept", bytes("old"));
    const stop = new AbortController();
    const source = new PassThrough();
    source.write("new");
    const putting = storage.put("kept", source, { signal: stop.signal });
    stop.abort();
    await expect(putting).rejects.toMatchObject({ code: "cancelled" });
    expect((await contentOf(storage, "kept")).toString()).toBe("old");
  });

  it("leaves one whole object when many put the same key at once", async () => {
    const storage = await makeStorage();
    const contents = Array.from({ length: 8 }, () => randomBytes(500_000));
    await Promise.all(contents.map((content) => storage.put("one", Readable.from([content.subarray(0, 7), content.subarray(7)]))));
    const left = await contentOf(storage, "one");
    expect(contents.filter((content) => content.equals(left))).toHaveLength(1);
  });

  it("puts and deletes side by side in the same folder", async () => {
    const storage = await makeStorage();
    const round = async (key: string) => {
      await storage.put(key, bytes(key));
      await storage.delete(key);
    };
    await Promise.all(Array.from({ length: 40 }, (_, index) => round(`deep/er/${index}`)));
    expect(await keysOf(storage)).toEqual([]);
  });

  it("streams what is larger than memory should be", async () => {
    const storage = await makeStorage();
    const before = process.memoryUsage().rss;
    await storage.put("big", zeros(256));
    const hash = createHash("sha256");
    for await (const chunk of await storage.get("big")) hash.update(chunk);
    expect(hash.digest("hex")).toBe("a6d72ac7690f53be6ae46ba88506bd97302a093f7108472bd9efc3cefda06484");
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });
}

/** So many MiB of zeros, in the same memory again and again. */
async function* zeros(count: number): AsyncGenerator<Uint8Array> {
  const block = Buffer.alloc(1024 * 1024);
  for (let index = 0; index < count; index++) yield block;
}
