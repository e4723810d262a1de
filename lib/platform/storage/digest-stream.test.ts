import { execFile } from "node:child_process";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openLane } from "./digest-pool";
import { createDigests } from "./digest-stream";

const ALGORITHMS = ["md5", "sha256", "sha512"] as const;

describe("digests on threads", () => {
  it("equal those of node:crypto for any size and chunking", async () => {
    for (const size of [0, 1, 63, 64, 65_536, randomInt(3_000_000)]) {
      const content = randomBytes(size);
      const digests = createDigests(ALGORITHMS);
      for (let at = 0; at < size; ) {
        const length = randomInt(1, Math.max(2, Math.ceil(size / 3)));
        await digests.update(content.subarray(at, at + length));
        at += length;
      }
      expect(await digests.digest()).toEqual(expectedOf(content));
      expect(digests.sizeBytes).toBe(size);
      digests.close();
    }
  });

  it("can be asked in between, and take more afterwards", async () => {
    const digests = createDigests(["sha256"]);
    await digests.update(Buffer.from("ab"));
    expect((await digests.digest()).sha256).toBe(createHash("sha256").update("ab").digest("hex"));
    await digests.update(Buffer.from("c"));
    expect((await digests.digest()).sha256).toBe(createHash("sha256").update("abc").digest("hex"));
    digests.close();
  });

  it("take updates in the order of the calls, whether awaited or not", async () => {
    const parts = Array.from({ length: 50 }, () => randomBytes(randomInt(10_000)));
    const digests = createDigests(ALGORITHMS);
    void parts.map((part) => digests.update(part));
    expect(await digests.digest()).toEqual(expectedOf(Buffer.concat(parts)));
    digests.close();
  });

  it("of many streams at once stay apart", async () => {
    const one = async () => {
      const content = randomBytes(300_000);
      const digests = createDigests(ALGORITHMS);
      for (let at = 0; at < content.length; at += 50_000) await digests.update(content.subarray(at, at + 50_000));
      expect(await digests.digest()).toEqual(expectedOf(content));
      digests.close();
    };
    await Promise.all(Array.from({ length: 20 }, one));
  });

  it("take the memory of a few chunks, however long the stream is", async () => {
    const digests = createDigests(["sha256"]);
    const chunk = randomBytes(1024 * 1024);
    const before = process.memoryUsage().rss;
    for (let count = 0; count < 768; count++) await digests.update(chunk);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
    digests.close();
  });

  it("refuse bytes once closed", async () => {
    const digests = createDigests(["md5"]);
    digests.close();
    await expect(digests.update(Buffer.from("x"))).rejects.toMatchObject({ code: "internal" });
  });
});

describe("a digest thread", () => {
  it("that dies fails its digests, and the next gets a new one", async () => {
    const broken = openLane("no such algorithm");
    await expect(broken.update(Buffer.from("x"))).rejects.toMatchObject({ code: "internal" });
    await expect(broken.digest()).rejects.toMatchObject({ code: "internal" });
    broken.close();
    const digests = createDigests(["md5"]);
    expect((await digests.digest()).md5).toBe(createHash("md5").digest("hex"));
    digests.close();
  });

  const thread = fileURLToPath(new URL("./digest-thread.ts", import.meta.url));

  it("is a module that plain Node can start on its own, and lets the process end", async () => {
    const script = `
      import { Worker } from "node:worker_threads";
      const worker = new Worker(${JSON.stringify(thread)}, { execArgv: [] });
      worker.on("message", ({ lane, hex }) => { console.log(lane, hex); worker.unref(); });
      worker.postMessage({ kind: "open", lane: 7, algorithm: "md5" });
      worker.postMessage({ kind: "end", lane: 7 });`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { timeout: 30_000 });
    expect(stdout.trim()).toBe("7 d41d8cd98f00b204e9800998ecf8427e");
  });
});

function expectedOf(content: Uint8Array): Record<string, string> {
  return Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, createHash(algorithm).update(content).digest("hex")]));
}
