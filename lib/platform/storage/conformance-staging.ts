import { randomBytes } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors";
import { bytes, collect, contentOf, keysOf, type MakeStorage } from "./conformance";

/** The promises of `StagedObject`, held against a driver. */
export function stagingConformance(name: string, makeStorage: MakeStorage): void {
  describe(`${name} stages uploads`, () => {
    growthRules(makeStorage);
    interruptionRules(makeStorage);
    endRules(makeStorage);
  });
}

function growthRules(makeStorage: MakeStorage): void {
  it("grows in parts, reads them back and publishes the whole", async () => {
    const storage = await makeStorage();
    const staged = await storage.stage("up-1");
    expect(await staged.size()).toBe(0);
    expect(await staged.append(bytes("hello "), 0)).toBe(6);
    const reopened = await storage.stage("up-1");
    expect(await reopened.append(bytes("world"), 6)).toBe(11);
    expect((await buffer(await reopened.read())).toString()).toBe("hello world");
    expect((await buffer(await reopened.read({ start: 6, end: 10 }))).toString()).toBe("world");
    expect(await keysOf(storage)).toEqual([]);
    expect(await reopened.publish("done")).toMatchObject({ key: "done", sizeBytes: 11 });
    expect((await contentOf(storage, "done")).toString()).toBe("hello world");
  });

  it("publishes an empty upload", async () => {
    const storage = await makeStorage();
    expect(await (await storage.stage("none")).publish("empty")).toMatchObject({ sizeBytes: 0 });
  });

  it("refuses an offset that is not the end, and says both", async () => {
    const staged = await (await makeStorage()).stage("up");
    await staged.append(bytes("12345"), 0);
    for (const offset of [0, 4, 6, -1]) {
      await expect(staged.append(bytes("x"), offset)).rejects.toMatchObject({ code: "conflict", detail: { offset, size: 5 } });
    }
    expect(await staged.size()).toBe(5);
  });

  it("refuses ids that could be anything but a name", async () => {
    const storage = await makeStorage();
    for (const id of ["", "..", "a/b", "a.b", "x".repeat(129), "镜像"]) {
      await expect(storage.stage(id)).rejects.toMatchObject({ code: "invalidArgument" });
    }
  });
}

function interruptionRules(makeStorage: MakeStorage): void {
  it("keeps what had arrived when the sender is lost, and goes on from there", async () => {
    const staged = await (await makeStorage()).stage("up");
    const content = randomBytes(300_000);
    const lost = Readable.from(breakingOff(content.subarray(0, 200_000)));
    const end = await staged.append(lost, 0);
    expect(end).toBe(200_000);
    expect(await staged.size()).toBe(end);
    await staged.append(bytes(content.subarray(end)), end);
    expect((await buffer(await staged.read())).equals(content)).toBe(true);
  });

  it("answers the end when an append is aborted", async () => {
    const staged = await (await makeStorage()).stage("up");
    const stop = new AbortController();
    async function* aborting() {
      yield Buffer.from("12345");
      stop.abort();
      yield Buffer.from("too late");
    }
    expect(await staged.append(aborting(), 0, stop.signal)).toBe(5);
    expect(await staged.size()).toBe(5);
  });

  it("passes a refusal of the source on, and keeps what came before it", async () => {
    const staged = await (await makeStorage()).stage("up");
    async function* refusing() {
      yield Buffer.from("123");
      throw new AppError("payloadTooLarge");
    }
    await expect(staged.append(refusing(), 0)).rejects.toMatchObject({ code: "payloadTooLarge" });
    expect(await staged.size()).toBe(3);
  });

  it("reads what is durable while more arrives", async () => {
    const staged = await (await makeStorage()).stage("up");
    await staged.append(bytes("durable"), 0);
    const source = new PassThrough();
    const appending = staged.append(source, 7);
    source.write(" and more");
    expect((await buffer(await staged.read({ start: 0, end: 6 }))).toString()).toBe("durable");
    const [object, into] = [await staged.open(), Buffer.alloc(7)];
    expect([await object.read(into, 0), into.toString()]).toEqual([7, "durable"]);
    await object.close();
    source.end();
    expect(await appending).toBe(16);
  });

  it("lets one append run at a time", async () => {
    const storage = await makeStorage();
    const source = new PassThrough();
    const first = (await storage.stage("up")).append(source, 0);
    const second = await storage.stage("up");
    await expect(second.append(bytes("b"), 0)).rejects.toMatchObject({ code: "conflict" });
    await expect(second.publish("early")).rejects.toMatchObject({ code: "conflict" });
    source.end("a");
    expect(await first).toBe(1);
    expect(await second.append(bytes("b"), 1)).toBe(2);
  });
}

function endRules(makeStorage: MakeStorage): void {
  it("forgets what is discarded, twice without an error", async () => {
    const staged = await (await makeStorage()).stage("up");
    await staged.append(bytes("1"), 0);
    await staged.discard();
    await staged.discard();
    await expect(staged.append(bytes("2"), 1)).rejects.toMatchObject({ code: "notFound" });
    await expect(staged.publish("never")).rejects.toMatchObject({ code: "notFound" });
  });

  it("does not call bytes durable that were discarded while they came", async () => {
    const staged = await (await makeStorage()).stage("up");
    const source = new PassThrough();
    const appending = staged.append(source, 0);
    await staged.discard();
    source.end("late");
    await expect(appending).rejects.toMatchObject({ code: "notFound" });
  });

  it("is gone once published", async () => {
    const storage = await makeStorage();
    const staged = await storage.stage("up");
    await staged.publish("done");
    await expect(staged.publish("again")).rejects.toMatchObject({ code: "notFound" });
    expect(await collect(storage.listStaged(new Date(Date.now() + 60_000)))).toEqual([]);
  });

  it("lists what was not touched since a moment", async () => {
    const storage = await makeStorage();
    await (await storage.stage("b")).append(bytes("1"), 0);
    await storage.stage("a");
    expect(await collect(storage.listStaged(new Date(Date.now() + 60_000)))).toEqual(["a", "b"]);
    expect(await collect(storage.listStaged(new Date(Date.now() - 60_000)))).toEqual([]);
  });
}

async function* breakingOff(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
  throw new Error("connection reset");
}
