import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { GIB, MIB } from "../model";
import { openNbd } from "./client";
import { CHUNK, u32, u64 } from "./protocol";
import { SocketReader } from "./socket-reader";
import { run, startQemuNbd, testFolder } from "./testing";

async function rawDisk(content: Buffer) {
  const file = join(await testFolder(), "disk.raw");
  await writeFile(file, content);
  return startQemuNbd(file, "raw");
}

async function listed<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("the NBD client", () => {
  it("reads any range of a disk qemu-nbd exports, many at once", async () => {
    const content = randomBytes(6 * MIB);
    const client = await openNbd((await rawDisk(content)).socketPath);
    expect(client.sizeBytes).toBe(content.length);
    const ranges = Array.from({ length: 40 }, (_, at) => [at * 100_003, 1 + at * 50_001] as const);
    const reads = await Promise.all(ranges.map(([offset, length]) => client.read(offset, length)));
    for (const [at, [offset, length]] of ranges.entries()) expect(reads[at]?.equals(content.subarray(offset, offset + length))).toBe(true);
    client.close();
  });

  it("knows the data of a disk of 2 TiB from its holes", async () => {
    const file = join(await testFolder(), "disk.qcow2");
    await run("qemu-img", "create", "-f", "qcow2", file, "2T");
    await run("qemu-io", "-f", "qcow2", "-c", "write -P 7 1T 64k", "-c", "write -z 5G 64k", "-c", "write -P 8 2199023190016 64k", file);
    const client = await openNbd((await startQemuNbd(file, "qcow2")).socketPath);
    const extents = await listed(client.blockStatus());
    const data = extents.filter((extent) => !extent.zero).map(({ offset, length, allocated }) => ({ offset, length, allocated }));
    expect(data).toEqual([
      { offset: 1024 * GIB, length: 65_536, allocated: true },
      { offset: 2048 * GIB - 65_536, length: 65_536, allocated: true },
    ]);
    expect(extents.reduce((end, extent) => (extent.offset === end ? end + extent.length : Number.NaN), 0)).toBe(2048 * GIB);
    expect((await client.read(1024 * GIB - 4, 8)).toString("hex")).toBe("0000000007070707");
    client.close();
  });

  it("refuses ranges beyond the disk before it asks", async () => {
    const client = await openNbd((await rawDisk(Buffer.alloc(MIB))).socketPath);
    await expect(client.read(MIB - 1, 2)).rejects.toMatchObject({ code: "invalidArgument" });
    await expect(client.read(-1, 2)).rejects.toMatchObject({ code: "invalidArgument" });
    client.close();
  });

  it("fails what is under way when the server dies, is closed or the signal comes", async () => {
    const server = await rawDisk(randomBytes(32 * MIB));
    const abort = new AbortController();
    const aborted = await openNbd(server.socketPath, "", abort.signal);
    const underWay = aborted.read(0, 32 * MIB);
    abort.abort();
    await expect(underWay).rejects.toMatchObject({ code: "cancelled" });
    await expect(openNbd(server.socketPath, "", abort.signal)).rejects.toMatchObject({ code: "cancelled" });
    const client = await openNbd((await rawDisk(randomBytes(MIB))).socketPath);
    client.close();
    await expect(client.read(0, 1)).rejects.toMatchObject({ code: "toolFailed" });
    server.stop();
    await expect(openNbd(join(await testFolder(), "nobody.sock"))).rejects.toMatchObject({ code: "toolFailed" });
  });

  it("refuses an export the server does not have", async () => {
    await expect(openNbd((await rawDisk(Buffer.alloc(MIB))).socketPath, "other")).rejects.toMatchObject({ code: "toolFailed" });
  });
});

const SIZE = MIB;
const optionReply = (option: number, type: number, body: Buffer) =>
  Buffer.concat([u64(0x0003_e889_0455_65a9n), u32(option), u32(type), u32(body.length), body]);
const exportInfo = Buffer.concat([Buffer.of(0, 0), u64(SIZE), Buffer.of(0, 3)]);
const chunkOf = (cookie: bigint, type: number, body: Buffer, flags = 1, length = body.length) =>
  Buffer.concat([u32(0x668e_33ef), Buffer.of(0, flags, type >> 8, type & 255), u64(cookie), u32(length), body]);

/** A server that negotiates as it should and then answers the first request with these bytes, or hangs up. */
async function liar(answer: (cookie: bigint) => Buffer): Promise<string> {
  const lie = async (socket: Socket) => {
    const reader = new SocketReader(socket);
    socket.on("data", (bytes) => reader.receive(bytes));
    socket.write(Buffer.from("NBDMAGICIHAVEOPT\0\x03", "latin1"));
    await reader.take(4);
    for (const option of [8, 10, 7]) {
      await reader.skip((await reader.take(16)).readUInt32BE(12));
      if (option === 10) socket.write(optionReply(10, 4, Buffer.concat([u32(5), Buffer.from("base:allocation")])));
      if (option === 7) socket.write(optionReply(7, 3, exportInfo));
      socket.write(optionReply(option, 1, Buffer.alloc(0)));
    }
    socket.end(answer((await reader.take(28)).readBigUInt64BE(8)));
  };
  return listen((socket) => void lie(socket).catch(() => socket.destroy()));
}

async function listen(serve: (socket: Socket) => void): Promise<string> {
  const socketPath = join(await testFolder(), "liar.sock");
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  onTestFinished(() => void server.close());
  return socketPath;
}

const data = (offset: number, length: number) => Buffer.concat([u64(offset), Buffer.alloc(length, 1)]);

describe("the NBD client before a hostile server", () => {
  it.each<[string, (cookie: bigint) => Buffer]>([
    ["hangs up", () => Buffer.alloc(0)],
    ["sends less than was asked", (cookie) => chunkOf(cookie, CHUNK.offsetData, data(0, 100))],
    ["sends more than was asked", (cookie) => chunkOf(cookie, CHUNK.offsetData, data(0, 4097))],
    ["sends a chunk of 4 GiB", (cookie) => chunkOf(cookie, CHUNK.offsetData, data(0, 100), 1, 0xffff_ffff)],
    ["stops inside a chunk", (cookie) => chunkOf(cookie, CHUNK.offsetData, data(0, 100), 1, 4104)],
    ["sends another offset", (cookie) => chunkOf(cookie, CHUNK.offsetData, data(4096, 4096))],
    [
      "sends the same part twice",
      (cookie) => Buffer.concat([chunkOf(cookie, CHUNK.offsetData, data(0, 2048), 0), chunkOf(cookie, CHUNK.offsetData, data(0, 2048))]),
    ],
    ["sends a hole of 4 GiB", (cookie) => chunkOf(cookie, CHUNK.offsetHole, Buffer.concat([u64(0), u32(0xffff_ffff)]))],
    ["answers what nobody asked", (cookie) => chunkOf(cookie + 1n, CHUNK.offsetData, data(0, 4096))],
    ["answers a read with block status", (cookie) => chunkOf(cookie, CHUNK.blockStatus, Buffer.concat([u32(5), u32(4096), u32(0)]))],
    ["says it is done and sent nothing", (cookie) => chunkOf(cookie, CHUNK.none, Buffer.alloc(0))],
    ["reports an error", (cookie) => chunkOf(cookie, CHUNK.error, Buffer.of(0, 0, 0, 5, 0, 0))],
    ["reports an error too short to be one", (cookie) => chunkOf(cookie, CHUNK.error, Buffer.of(0))],
    ["sends other bytes than a reply", () => Buffer.alloc(64, 0xee)],
  ])("answers toolFailed when a read %s", async (_name, answer) => {
    const client = await openNbd(await liar(answer));
    await expect(client.read(0, 4096)).rejects.toMatchObject({ code: "toolFailed" });
  });

  it.each<[string, (cookie: bigint) => Buffer]>([
    ["of no extents", (cookie) => chunkOf(cookie, CHUNK.blockStatus, u32(5))],
    ["of extents without length", (cookie) => chunkOf(cookie, CHUNK.blockStatus, Buffer.concat([u32(5), u32(0), u32(0)]))],
    ["of another context", (cookie) => chunkOf(cookie, CHUNK.blockStatus, Buffer.concat([u32(6), u32(4096), u32(0)]))],
    ["cut in half", (cookie) => chunkOf(cookie, CHUNK.blockStatus, Buffer.concat([u32(5), u32(4096), u32(0), u32(0)]))],
    [
      "with extents after the end",
      (cookie) => chunkOf(cookie, CHUNK.blockStatus, Buffer.concat([u32(5), u32(SIZE), u32(0), u32(1), u32(0)])),
    ],
  ])("answers toolFailed to a block status %s", async (_name, answer) => {
    const client = await openNbd(await liar(answer));
    await expect(listed(client.blockStatus())).rejects.toMatchObject({ code: "toolFailed" });
  });

  it("takes no extent beyond the disk", async () => {
    const client = await openNbd(
      await liar((cookie) => chunkOf(cookie, CHUNK.blockStatus, Buffer.concat([u32(5), u32(0xffff_ffff), u32(0)]))),
    );
    expect(await listed(client.blockStatus())).toEqual([{ offset: 0, length: SIZE, allocated: true, zero: false }]);
  });

  it.each([
    ["an old server", Buffer.from("NBDMAGIC\0\0\x42\x02\x81\x86\x12\x53\0\0", "latin1")],
    ["no server of its kind", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n", "latin1")],
    [
      "an option reply of 4 GiB",
      Buffer.concat([Buffer.from("NBDMAGICIHAVEOPT\0\x03", "latin1"), optionReply(8, 1, Buffer.alloc(0)).fill(0xff, 16, 20)]),
    ],
  ])("answers toolFailed to %s", async (_name, greeting) => {
    const socketPath = await listen((socket) => void socket.on("error", () => undefined).end(greeting));
    await expect(openNbd(socketPath)).rejects.toMatchObject({ code: "toolFailed" });
  });
});
