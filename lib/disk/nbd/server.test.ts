import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { MIB } from "../model";
import type { BlockDevice } from "./block-device";
import { openNbd } from "./client";
import { negotiate } from "./client-handshake";
import { COMMAND, REQUEST_BYTES, REQUEST_MAGIC } from "./protocol";
import { startNbdServer } from "./server";
import { connectReader } from "./socket-reader";
import { memoryDevice, nbdUri, run, testFolder } from "./testing";

const content = Buffer.concat([randomBytes(3 * MIB), Buffer.alloc(5 * MIB), randomBytes(MIB + 1536), Buffer.alloc(2 * MIB)]);

async function serve(exports: ReadonlyMap<string, BlockDevice> = new Map([["disk", memoryDevice(content)]])) {
  const folder = await testFolder();
  const server = await startNbdServer(join(folder, "nbd.sock"), exports);
  onTestFinished(() => server.close());
  return { folder, server, uri: nbdUri(server.socketPath, "disk") };
}

/** A connection in the transmission phase, to say what no tool says. */
async function speak(socketPath: string) {
  const { socket, reader } = connectReader(socketPath);
  onTestFinished(() => void socket.destroy());
  await negotiate(socket, reader, "disk");
  const send = (command: number, offset: bigint, length: number, flags = 0, body = Buffer.alloc(0)) => {
    const bytes = Buffer.alloc(REQUEST_BYTES);
    bytes.writeUInt32BE(REQUEST_MAGIC, 0);
    bytes.writeUInt16BE(flags, 4);
    bytes.writeUInt16BE(command, 6);
    bytes.writeBigUInt64BE(77n, 8);
    bytes.writeBigUInt64BE(offset, 16);
    bytes.writeUInt32BE(length, 24);
    socket.write(Buffer.concat([bytes, body]));
  };
  const simpleErrno = async () => (await reader.take(16)).readUInt32BE(4);
  const chunk = async () => {
    const header = await reader.take(20);
    return { flags: header.readUInt16BE(4), type: header.readUInt16BE(6), body: await reader.take(header.readUInt32BE(16)) };
  };
  return { socket, reader, send, simpleErrno, chunk };
}

describe("the NBD server, asked by the tools it is for", () => {
  it("gives qemu-img, nbdcopy and nbdinfo the disk, with its holes", async () => {
    const { folder, uri } = await serve();
    const raw = join(folder, "disk.raw");
    await writeFile(raw, content);
    expect(await run("qemu-img", "compare", "-f", "raw", "-F", "raw", uri, raw)).toContain("identical");
    await run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", uri, join(folder, "copy.qcow2"));
    expect(await run("qemu-img", "compare", "-f", "qcow2", "-F", "raw", join(folder, "copy.qcow2"), raw)).toContain("identical");
    await run("nbdcopy", uri, join(folder, "copy.raw"));
    expect((await readFile(join(folder, "copy.raw"))).equals(content)).toBe(true);
    const info: unknown = JSON.parse(await run("nbdinfo", "--json", uri));
    expect(info).toMatchObject({
      structured: true,
      exports: [{ "export-size": content.length, is_read_only: true, can_multi_conn: true }],
    });
    expect(await run("nbdinfo", "--map", uri)).toMatch(/3145728\s+5242880\s+3\s+hole,zero/);
  });

  it("gives qemu-io the bytes of any range and lets nobody open the disk for writing", async () => {
    const { uri } = await serve();
    const io = (...commands: string[]) => run("qemu-io", "-r", "-f", "raw", ...commands.flatMap((command) => ["-c", command]), uri);
    expect(await io(`read -v ${3 * MIB} 16`)).toContain("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    expect(await io("read 512 4M", `read ${7 * MIB} 2M`)).not.toContain("failed");
    await expect(run("qemu-io", "-f", "raw", "-c", "write 0 512", uri)).rejects.toThrow("Permission denied");
  });

  it("lists its exports and refuses a name it does not have", async () => {
    const exports = new Map([
      ["disk", memoryDevice(content)],
      ["other disk", memoryDevice(Buffer.alloc(512))],
    ]);
    const { server } = await serve(exports);
    expect(await run("nbdinfo", "--list", nbdUri(server.socketPath))).toMatch(/export="disk"[\s\S]*export="other disk"/);
    await expect(run("nbdinfo", nbdUri(server.socketPath, "nothing"))).rejects.toThrow();
    exports.delete("other disk");
    await expect(openNbd(server.socketPath, "other disk")).rejects.toMatchObject({ code: "toolFailed" });
  });

  it("serves a client that knows neither structured replies nor options", async () => {
    const { server } = await serve();
    const { socket, reader } = connectReader(server.socketPath);
    onTestFinished(() => void socket.destroy());
    await reader.take(18);
    socket.write(Buffer.concat([Buffer.of(0, 0, 0, 1), Buffer.from("IHAVEOPT\0\0\0\x01\0\0\0\x04disk", "latin1")]));
    expect((await reader.take(8 + 2 + 124)).readBigUInt64BE(0)).toBe(BigInt(content.length));
    const request = Buffer.alloc(REQUEST_BYTES);
    request.writeUInt32BE(REQUEST_MAGIC, 0);
    request.writeBigUInt64BE(BigInt(2 * MIB), 16);
    request.writeUInt32BE(2 * MIB, 24);
    socket.write(request);
    expect((await reader.take(16)).readUInt32BE(4)).toBe(0);
    expect((await reader.take(2 * MIB)).equals(content.subarray(2 * MIB, 4 * MIB))).toBe(true);
  });
});

describe("the NBD server, asked for what it must not do", () => {
  it("answers EPERM to writes of every kind and goes on", async () => {
    const { server } = await serve();
    const client = await speak(server.socketPath);
    client.send(COMMAND.write, 0n, 512, 0, Buffer.alloc(512, 1));
    expect(await client.simpleErrno()).toBe(1);
    client.send(COMMAND.trim, 0n, 512);
    expect(await client.simpleErrno()).toBe(1);
    client.send(COMMAND.writeZeroes, 0n, 512);
    expect(await client.simpleErrno()).toBe(1);
    client.send(COMMAND.read, 0n, 512);
    expect((await client.chunk()).body.subarray(8).equals(content.subarray(0, 512))).toBe(true);
  });

  it("answers EINVAL beyond the disk, for nothing, for flags and for commands it does not know", async () => {
    const { server } = await serve();
    const client = await speak(server.socketPath);
    const size = BigInt(content.length);
    for (const [offset, length] of [
      [size - 1n, 2],
      [size, 512],
      [0xffff_ffff_ffff_ffffn, 1],
      [0n, 0],
      [0n, 33 * MIB],
    ] as const) {
      client.send(COMMAND.read, offset, length);
      expect(await client.chunk()).toMatchObject({ flags: 1, type: 0x8001, body: Buffer.of(0, 0, 0, 22, 0, 0) });
    }
    client.send(COMMAND.read, 0n, 512, 1 << 2);
    expect((await client.chunk()).type).toBe(0x8001);
    client.send(99, 0n, 512);
    expect(await client.simpleErrno()).toBe(22);
  });

  it("answers one extent when one is asked for", async () => {
    const { server } = await serve();
    const client = await speak(server.socketPath);
    client.send(COMMAND.blockStatus, 0n, content.length, 1 << 3);
    const one = await client.chunk();
    expect([one.type, one.body.length, one.body.readUInt32BE(4), one.body.readUInt32BE(8)]).toEqual([5, 12, 3 * MIB, 0]);
    client.send(COMMAND.blockStatus, 0n, content.length);
    expect((await client.chunk()).body.length).toBe(4 + 4 * 8);
  });

  it("answers EIO when the disk cannot be read, and serves what can", async () => {
    const failing = memoryDevice(content, async (offset) => {
      if (offset >= 8 * MIB) throw new Error("a block that does not check");
    });
    const { uri } = await serve(new Map([["disk", failing]]));
    await expect(run("qemu-io", "-r", "-f", "raw", "-c", `read ${8 * MIB} 4096`, uri)).rejects.toThrow("Input/output error");
    await expect(run("qemu-io", "-r", "-f", "raw", "-c", `read ${7 * MIB} 2M`, uri)).rejects.toThrow("Input/output error");
    expect(await run("qemu-io", "-r", "-f", "raw", "-c", "read 0 1M", uri)).toContain("1048576/1048576");
  });

  it("hangs up on garbage without harm to others", async () => {
    const { server, uri } = await serve();
    for (const garbage of [
      randomBytes(4096),
      Buffer.alloc(4096, 0xff),
      Buffer.concat([Buffer.of(0, 0, 0, 3), Buffer.from("IHAVEOPT\0\0\0\x07\xff\xff\xff\xff", "latin1")]),
    ]) {
      const socket = connect({ path: server.socketPath });
      const closed = new Promise((resolve) => socket.on("close", resolve));
      socket.on("error", () => undefined).resume();
      socket.write(garbage);
      await closed;
    }
    expect(await run("qemu-io", "-r", "-f", "raw", "-c", "read 0 1M", uri)).toContain("1048576/1048576");
  });
});

describe("the NBD server and clients that die", () => {
  it("goes on serving others when one is killed in the middle of a read", async () => {
    const { server, uri } = await serve();
    const dying = await speak(server.socketPath);
    for (let count = 0; count < 64; count++) dying.send(COMMAND.read, 0n, 8 * MIB);
    await dying.chunk();
    dying.socket.destroy();
    expect(await run("qemu-io", "-r", "-f", "raw", "-c", "read 0 1M", uri)).toContain("1048576/1048576");
  });

  it("reads no more for one client than it takes away", async () => {
    let reads = 0;
    const counted = memoryDevice(content, async () => void reads++);
    const { server, uri } = await serve(new Map([["disk", counted]]));
    const lazy = await speak(server.socketPath);
    lazy.socket.pause();
    for (let count = 0; count < 500; count++) lazy.send(COMMAND.read, 0n, 2 * MIB);
    expect(await run("qemu-io", "-r", "-f", "raw", "-c", "read 0 1M", uri)).toContain("1048576/1048576");
    expect(reads).toBeLessThanOrEqual(17);
  });

  it("ends every connection when it is closed, twice without error", async () => {
    const { server } = await serve();
    const client = await openNbd(server.socketPath, "disk");
    await server.close();
    await expect(client.read(0, 512)).rejects.toMatchObject({ code: "toolFailed" });
    await server.close();
  });
});
