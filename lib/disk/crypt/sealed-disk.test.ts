import { describe, expect, it } from "vitest";
import { MIB } from "../model";
import { startNbdServer } from "../nbd/server";
import { nbdUri, run, testFolder } from "../nbd/testing";
import { openOwnBlocks } from "../pipeline/own-blocks";
import { verifyDisk } from "../pipeline/verify-disk";
import { BlockCache } from "../zvhd2/block-cache";
import { zvhd2BlockDevice } from "../zvhd2/block-device";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { openZvhd2 } from "../zvhd2/reader";
import { memorySource, sampleBlock, sampleZvhd2 } from "../zvhd2/testing";
import { DISK_STREAM } from "./layout";
import { openSealed } from "./open-sealed";
import { KEY, sealBytes } from "./testing";

const SIZE = 13 * MIB;
const BLOCKS = [0, 2, 5];
const { file, manifest } = await sampleZvhd2(SIZE, BLOCKS);
const sealed = await sealBytes(file, KEY, DISK_STREAM);
const open = (bytes = sealed) => openSealed(memorySource(bytes), KEY, { plainSizeBytes: manifest.objectSizeBytes });

const whole = Buffer.alloc(SIZE);
for (const block of BLOCKS) sampleBlock(block).copy(whole, block * BLOCK_BYTES);

describe("a sealed ZVHD2 disk", () => {
  it("is verified as the plain one is", async () => {
    await verifyDisk({ source: await open(), manifest });
  });

  it("gives its blocks to an import as the plain one does", async () => {
    const { blocks } = await openOwnBlocks(await open(), "zvhd2");
    const seen: number[] = [];
    for await (const { block, content } of blocks()) {
      expect(content.equals(sampleBlock(block))).toBe(true);
      seen.push(block);
    }
    expect(seen).toEqual(BLOCKS);
  });

  it("is served over NBD, byte for byte", async () => {
    const device = await zvhd2BlockDevice(await openZvhd2(await open()), new BlockCache(64 * MIB), manifest);
    expect((await device.read(0, SIZE)).equals(whole)).toBe(true);
    const socketPath = `${await testFolder()}/nbd.sock`;
    const server = await startNbdServer(socketPath, new Map([["disk", device]]));
    try {
      const info = await run(
        "qemu-img",
        "map",
        "--output=json",
        "--image-opts",
        `driver=raw,file.driver=nbd,file.path=${socketPath},file.export=disk`,
      );
      const data = (JSON.parse(info) as { start: number; length: number; zero: boolean }[]).filter(({ zero }) => !zero); // as qemu-img documents it
      expect(data.map(({ start }) => start / BLOCK_BYTES)).toEqual(BLOCKS);
      expect(await run("qemu-img", "info", nbdUri(socketPath, "disk"))).toContain("13 MiB");
    } finally {
      await server.close();
    }
  });

  it("never gives a byte of a block whose segment was altered", async () => {
    const broken = Buffer.from(sealed);
    const at = Math.floor(broken.length / 3);
    broken.writeUInt8(broken.readUInt8(at) ^ 4, at);
    await expect(verifyDisk({ source: await open(broken), manifest })).rejects.toMatchObject({
      code: "corruptImage",
      detail: { construct: "sealed.segment" },
    });
  });
});
