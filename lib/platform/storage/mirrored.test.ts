import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytes, contentOf, storageConformance } from "./conformance";
import { stagingConformance } from "./conformance-staging";
import { createFileStorage } from "./file";
import { createMirroredStorage } from "./mirrored";

let top = "";
let count = 0;

/** A store of two, and the roots of both. */
function freshMirror() {
  const roots = [0, 1].map(() => path.join(top, String(++count)));
  const stores = roots.map((root) => createFileStorage({ root }));
  const [primary, mirror] = stores as [ReturnType<typeof createFileStorage>, ReturnType<typeof createFileStorage>]; // two roots, two stores
  return { storage: createMirroredStorage(primary, [mirror]), primary, mirror, roots };
}

beforeAll(async () => {
  top = await fs.mkdtemp(path.join(tmpdir(), "ims-mirror-"));
});
afterAll(async () => await fs.rm(top, { recursive: true }));

storageConformance("a mirrored store", async () => freshMirror().storage);
stagingConformance("a mirrored store", async () => freshMirror().storage);

describe("a mirrored store", () => {
  it("keeps what is put, published and copied in both places, and says so (SEC-06)", async () => {
    const { storage, primary, mirror } = freshMirror();
    const content = Buffer.alloc(3_000_000, "disk");
    await storage.put("put", Readable.from([content.subarray(0, 1_000_000), content.subarray(1_000_000)]));
    const staged = await storage.stage("upload");
    await staged.append(bytes("published"), 0);
    await staged.publish("published");
    await storage.copy("put", "copied");
    for (const store of [primary, mirror]) {
      expect((await contentOf(store, "put")).equals(content)).toBe(true);
      expect((await contentOf(store, "published")).toString()).toBe("published");
      expect((await contentOf(store, "copied")).equals(content)).toBe(true);
    }
    expect(await storage.replicas("copied")).toBe(2);
    await storage.delete("put");
    expect(await mirror.stat("put")).toBeUndefined();
  });

  it("reads on when the first store has lost its file (SEC-06)", async () => {
    const { storage, primary } = freshMirror();
    await storage.put("disk", bytes("content"));
    await primary.delete("disk");
    expect((await contentOf(storage, "disk")).toString()).toBe("content");
    expect((await storage.read("disk", 3, 4)).toString()).toBe("tent");
  });

  it("puts a sound copy in the place of a damaged one (SEC-06)", async () => {
    const { storage, primary, roots } = freshMirror();
    await storage.put("disk", bytes("content"));
    await fs.chmod(path.join(roots[0] ?? "", "objects/disk"), 0o640);
    await fs.writeFile(path.join(roots[0] ?? "", "objects/disk"), "CONTENT");
    const isSound = async (store: typeof storage) => (await contentOf(store, "disk")).toString() === "content";
    expect(await storage.repair("disk", isSound)).toBe(1);
    expect((await contentOf(primary, "disk")).toString()).toBe("content");
  });

  it("refuses a write that one of its stores cannot take, and shows nothing of it", async () => {
    const { storage, roots } = freshMirror();
    await fs.writeFile(roots[1] ?? "", "a file where the folder should be");
    await expect(storage.put("disk", bytes("content"))).rejects.toThrow();
    expect(await storage.stat("disk")).toBeUndefined();
  });
});
