import { execFileSync } from "node:child_process";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytes, contentOf, keysOf, storageConformance } from "./conformance";
import { stagingConformance } from "./conformance-staging";
import { createFileStorage } from "./file";

let top = "";
let count = 0;
const freshRoot = () => path.join(top, String(++count));
const makeStorage = async () => createFileStorage({ root: freshRoot() });

beforeAll(async () => {
  top = await fs.mkdtemp(path.join(tmpdir(), "ims-storage-"));
});
afterAll(async () => await fs.rm(top, { recursive: true }));

storageConformance("the file driver", makeStorage);
stagingConformance("the file driver", makeStorage);

describe("the file driver on its file system", () => {
  it("keeps files from others and leaves no empty folders", async () => {
    const root = freshRoot();
    const storage = createFileStorage({ root });
    await storage.put("images/1/disk", bytes("1"));
    const file = path.join(root, "objects/images+/1+/disk");
    expect((await fs.stat(file)).mode & 0o137).toBe(0);
    expect((await fs.stat(path.dirname(file))).mode & 0o027).toBe(0);
    await storage.delete("images/1/disk");
    expect(await fs.readdir(path.join(root, "objects"))).toEqual([]);
  });

  it("writes nothing outside its root, whatever the key", async () => {
    const root = freshRoot();
    await createFileStorage({ root }).put("../../escaped", bytes("1"));
    expect((await fs.readdir(top)).filter((name) => name.includes("escaped"))).toEqual([]);
    expect(await fs.readdir(root)).toEqual(expect.arrayContaining(["objects", "staging"]));
  });

  it("takes over a file of another file system by a copy that is compared", async () => {
    const storage = await makeStorage();
    const file = `/dev/shm/ims-adopt-${process.pid}`;
    await fs.writeFile(file, "content");
    expect((await fs.stat(file)).dev).not.toBe((await fs.stat(top)).dev);
    expect(await storage.adopt("disk", file)).toMatchObject({ sizeBytes: 7 });
    expect((await contentOf(storage, "disk")).toString()).toBe("content");
    await expect(fs.stat(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("keeps a file that it took over from others, too", async () => {
    const root = freshRoot();
    const file = `${root}.file`;
    await fs.writeFile(file, "content", { mode: 0o666 });
    await createFileStorage({ root }).adopt("disk", file);
    expect((await fs.stat(path.join(root, "objects/disk"))).mode & 0o777).toBe(0o640);
  });

  it("overlooks files that are none of its objects", async () => {
    const root = freshRoot();
    const storage = createFileStorage({ root });
    await storage.put("a", bytes("1"));
    await fs.mkdir(path.join(root, "objects/lost+found"));
    await fs.writeFile(path.join(root, "objects/note~"), "x");
    expect(await keysOf(storage)).toEqual(["a"]);
  });

  it("answers storageUnavailable when its root is no folder", async () => {
    const root = freshRoot();
    await fs.writeFile(root, "");
    const storage = createFileStorage({ root });
    await expect(storage.check()).rejects.toMatchObject({ code: "storageUnavailable" });
    await expect(storage.put("a", bytes("1"))).rejects.toMatchObject({ code: "storageUnavailable" });
  });
});

/** A file system of 1 MiB of its own; only root may mount one. */
const mayMount = process.getuid?.() === 0 && canMount();

function canMount(): boolean {
  try {
    execFileSync("unshare", ["-m", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!mayMount)("the file driver on a full disk (needs root to mount one)", () => {
  let disk = "";
  beforeAll(async () => {
    disk = freshRoot();
    await fs.mkdir(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]);
  });
  afterAll(() => void execFileSync("umount", [disk]));

  it("answers storageFull, leaves nothing behind and works again", async () => {
    const storage = createFileStorage({ root: disk });
    await expect(storage.put("big", bytes(Buffer.alloc(2 * 1024 * 1024)))).rejects.toMatchObject({ code: "storageFull" });
    expect(await keysOf(storage)).toEqual([]);
    await storage.put("small", bytes("fits"));
    await storage.check();
  });

  it("keeps what of an append had room, and says how much", async () => {
    const storage = createFileStorage({ root: disk });
    const staged = await storage.stage("up");
    await expect(staged.append(bytes(Buffer.alloc(2 * 1024 * 1024, 7)), 0)).rejects.toMatchObject({ code: "storageFull" });
    const size = await staged.size();
    expect(size).toBeLessThan(1024 * 1024);
    expect(await staged.read().then((stream) => stream.toArray())).toSatisfy((parts: Buffer[]) => Buffer.concat(parts).length === size);
    await staged.discard();
  });

  it("answers storageUnavailable on a read-only file system", async () => {
    execFileSync("mount", ["-o", "remount,ro", disk]);
    await expect(createFileStorage({ root: disk }).put("a", bytes("1"))).rejects.toMatchObject({ code: "storageUnavailable" });
    await expect(createFileStorage({ root: disk }).delete("small")).rejects.toMatchObject({ code: "storageUnavailable" });
  });
});
