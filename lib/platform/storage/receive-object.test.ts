import { createHash, randomBytes, randomInt } from "node:crypto";
import { promises as fs } from "node:fs";
import { createServer, get, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { contentOf, keysOf } from "./conformance";
import { createDigests } from "./digest-stream";
import { createFileStorage } from "./file";
import { gather } from "./gather";
import { receiveObject } from "./receive-object";
import { sendObject } from "./send-object";
import type { Storage } from "./storage";

let root = "";
let storage: Storage;
beforeAll(async () => {
  root = await fs.mkdtemp(path.join(tmpdir(), "ims-receive-"));
  storage = createFileStorage({ root });
});
afterAll(async () => await fs.rm(root, { recursive: true }));

const hexOf = (algorithm: string, content: Uint8Array) => createHash(algorithm).update(content).digest("hex");

function chunked(content: Buffer, maximum: number): Readable {
  function* parts() {
    for (let at = 0, length = 0; at < content.length; at += length) {
      length = randomInt(1, maximum);
      yield content.subarray(at, at + length);
    }
  }
  return Readable.from(parts());
}

describe("receiving an object", () => {
  it("stores the bytes and answers their digests, whatever the chunks", async () => {
    for (const [size, maximum] of [
      [0, 2],
      [1, 2],
      [1024 * 1024, 70_000],
      [9_000_000, 70_000],
      [9_000_000, 6_000_000],
    ] as const) {
      const content = randomBytes(size);
      const received = await receiveObject({ source: chunked(content, maximum), storage, key: "a", algorithms: ["md5", "sha512"] });
      expect(received).toEqual({ sizeBytes: size, digests: { md5: hexOf("md5", content), sha512: hexOf("sha512", content) } });
      expect((await contentOf(storage, "a")).equals(content)).toBe(true);
    }
  });

  it("shows nothing that does not match the sender's digest", async () => {
    const attempt = { storage, key: "wrong", algorithms: ["md5", "sha256"] as const };
    const expected = { sha256: hexOf("sha256", Buffer.from("sent")) };
    await expect(receiveObject({ ...attempt, source: Readable.from([Buffer.from("came")]), expected })).rejects.toMatchObject({
      code: "digestMismatch",
      detail: { algorithm: "sha256" },
    });
    expect(await storage.stat("wrong")).toBeUndefined();
    await receiveObject({ ...attempt, source: Readable.from([Buffer.from("sent")]), expected });
  });

  it("refuses more than the limit and leaves the source able to answer", async () => {
    const source = new PassThrough();
    source.write(Buffer.alloc(1000));
    source.write(Buffer.alloc(1));
    const receiving = receiveObject({ source, storage, key: "long", algorithms: ["md5"], maxBytes: 1000 });
    await expect(receiving).rejects.toMatchObject({ code: "payloadTooLarge" });
    expect(source.destroyed).toBe(false);
    expect(await storage.stat("long")).toBeUndefined();
  });

  it("ends cleanly when the source breaks off or the call is aborted", async () => {
    const source = new PassThrough();
    const receiving = receiveObject({ source, storage, key: "half", algorithms: ["md5"] });
    source.write(Buffer.alloc(3_000_000));
    source.destroy(new Error("reset"));
    await expect(receiving).rejects.toThrow("reset");
    const signal = AbortSignal.abort();
    const stalled = new PassThrough();
    await expect(receiveObject({ source: stalled, storage, key: "half", algorithms: ["md5"], signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await storage.stat("half")).toBeUndefined();
  });

  it("answers parallel receptions each its own digests", async () => {
    const one = async (key: string) => {
      const content = randomBytes(3_000_000);
      const { digests } = await receiveObject({ source: chunked(content, 70_000), storage, key, algorithms: ["md5", "sha256", "sha512"] });
      expect(digests.sha256).toBe(hexOf("sha256", content));
      expect((await contentOf(storage, key)).equals(content)).toBe(true);
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => one(`parallel/${index}`)));
    expect(await keysOf(storage, "parallel/")).toHaveLength(20);
  });
});

describe("gathering for a staged upload", () => {
  it("hands out what had arrived before the sender was lost, and digests just that", async () => {
    const staged = await storage.stage("gathered");
    const digests = createDigests(["sha256"]);
    const content = randomBytes(2_500_000);
    const lost = new PassThrough({ highWaterMark: 16 * 1024 * 1024 });
    const appending = staged.append(gather(lost, { digests }), 0);
    lost.write(content.subarray(0, 1_500_000), () => setImmediate(() => lost.destroy(new Error("reset"))));
    const end = await appending;
    expect(digests.sizeBytes).toBe(end);
    expect((await digests.digest()).sha256).toBe(hexOf("sha256", content.subarray(0, end)));
    expect(await staged.append(gather(Readable.from([content.subarray(end)]), { digests }), end)).toBe(content.length);
    expect((await digests.digest()).sha256).toBe(hexOf("sha256", content));
    digests.close();
  });

  it("keeps what had arrived when the append is aborted", async () => {
    const staged = await storage.stage("aborted");
    const stop = new AbortController();
    const pending = [() => void stalled.push("12345"), () => void setImmediate(() => stop.abort())];
    const stalled: Readable = new Readable({ read: () => pending.shift()?.() });
    expect(await staged.append(gather(stalled, { signal: stop.signal }), 0)).toBe(5);
  });
});

describe("the memory of what arrives", () => {
  it("is freed as it comes, where collections can be asked for", async () => {
    const collections: unknown[] = [];
    vi.stubGlobal("gc", (options: unknown) => collections.push(options));
    onTestFinished(() => void vi.unstubAllGlobals());
    const chunks = Array.from({ length: 130 }, () => Buffer.alloc(1024 * 1024));
    await receiveObject({ source: Readable.from(chunks), storage, key: "large", algorithms: [] });
    expect([4, 5]).toContain(collections.length); // one more by what came before
    for (const options of collections) expect(options).toEqual({ type: "minor" });
  });
});

describe("over HTTP", () => {
  it("receives and sends whole objects and ranges, and survives a client that leaves", async () => {
    const failures: unknown[] = [];
    const server = createServer(async (req, res) => {
      try {
        if (req.method === "PUT") res.end(JSON.stringify(await receiveObject({ source: req, storage, key: "http", algorithms: ["md5"] })));
        else await sendObject({ storage, key: "http", range: req.url === "/part" ? { start: 5, end: 1_999_999 } : undefined, sink: res });
      } catch (error) {
        failures.push(error);
        res.destroy();
      }
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
    const url = `http://127.0.0.1:${port}`;
    const content = randomBytes(5_000_000);
    const answer = await fetch(url, { method: "PUT", body: content });
    expect(await answer.json()).toEqual({ sizeBytes: content.length, digests: { md5: hexOf("md5", content) } });
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(content)).toBe(true);
    expect(Buffer.from(await (await fetch(`${url}/part`)).arrayBuffer()).equals(content.subarray(5, 2_000_000))).toBe(true);
    expect(failures).toEqual([]);

    const stopped = get(url, (response) => void response.once("data", () => stopped.destroy())).on("error", () => undefined);
    await expect.poll(() => failures.length).toBe(1);
    expect(failures.pop()).toMatchObject({ code: "cancelled" });

    const leaving = request(url, { method: "PUT", headers: { "content-length": 9_000_000 } }).on("error", () => undefined);
    leaving.write(content, () => leaving.destroy());
    await expect.poll(() => failures.length).toBe(1);
    expect((await buffer(await storage.get("http"))).equals(content)).toBe(true);
  });
});
