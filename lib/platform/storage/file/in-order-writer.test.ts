import { execFileSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { existsSync, promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ALIGNMENT_BYTES, giveMemory, takeMemory } from "../../aligned-memory";
import { openDirect } from "./direct";
import { InOrderWriter } from "./in-order-writer";
import { openWhole } from "./read";

const MIB = 1024 * 1024;

async function freshFile(top = tmpdir()): Promise<string> {
  const folder = await fs.mkdtemp(path.join(top, "ims-in-order-"));
  onTestFinished(async () => await fs.rm(folder, { recursive: true }));
  return path.join(folder, "file");
}

/** Content cut at random; half of the pieces in aligned memory, as a stream that is received has them. */
function* piecesOf(content: Buffer): Generator<Uint8Array> {
  const memory = takeMemory(MIB);
  for (let at = 0; at < content.length; ) {
    const length = Math.min(content.length - at, MIB, randomInt(2) === 0 ? randomInt(1, 300_000) : randomInt(1, 60) * ALIGNMENT_BYTES);
    const piece = content.subarray(at, at + length);
    if (randomInt(2) === 0) yield piece;
    else {
      memory.set(piece);
      yield memory.subarray(0, length);
      memory.fill(0);
    }
    at += length;
  }
  giveMemory(memory);
}

// What the kernel keeps in memory alone has another way of going past the cache, or none.
it.each([tmpdir(), "/dev/shm"].filter(existsSync))("writes what it is given wherever it begins, in %s", async (top) => {
  for (const start of [0, 1, ALIGNMENT_BYTES, 5 * ALIGNMENT_BYTES - 1]) {
    const file = await freshFile(top);
    const [before, content] = [randomBytes(start), randomBytes(5 * MIB + 4321)];
    await fs.writeFile(file, before);
    const handle = await fs.open(file, "r+");
    const writer = new InOrderWriter(handle, start);
    for (const piece of piecesOf(content)) await writer.write(piece);
    expect(writer.endBytes).toBe(start + content.length);
    await writer.finish();
    await handle.close();
    expect((await fs.readFile(file)).equals(Buffer.concat([before, content]))).toBe(true);
  }
});

it("leaves the system's memory to what is read again, and reads past it into aligned memory", async ({ skip }) => {
  const file = await freshFile();
  const content = randomBytes(8 * MIB + 100);
  const handle = await fs.open(file, "wx");
  const direct = await openDirect(handle, "write");
  if (direct === undefined) return skip("this file system always uses its page cache");
  await direct.close();
  const writer = new InOrderWriter(handle, 0);
  await writer.write(content);
  await writer.finish();
  await handle.datasync();
  await handle.close();

  const object = await openWhole(file);
  const memory = takeMemory(9 * MIB);
  expect(await object.read(memory, 0)).toBe(content.length);
  await object.close();
  expect(content.equals(memory.subarray(0, content.length))).toBe(true);
  giveMemory(memory);
  expect(cachedBytes(file)).toBeLessThan(MIB);
  await fs.readFile(file);
  expect(cachedBytes(file)).toBeGreaterThan(8 * MIB); // the measure measures
});

/** How much of a file the page cache holds. */
function cachedBytes(file: string): number {
  return Number(execFileSync("fincore", ["--bytes", "--noheadings", "--output", "RES", file], { encoding: "utf8" }));
}
