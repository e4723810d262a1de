import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Keys of a hive by path, each with its values as hivexsh takes them: `dword:2`, `string:Windows`. */
export type HiveKeys = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Writes a registry hive with these keys, by hivexsh. Keys come after those they are in. */
export async function makeHive(path: string, keys: HiveKeys): Promise<void> {
  await writeFile(path, emptyHive());
  const known = new Set<string>();
  const lines: string[] = [];
  for (const [key, values] of Object.entries(keys)) {
    const parts = key.split("\\");
    for (const [depth, part] of parts.entries()) {
      const above = parts.slice(0, depth).join("\\");
      const here = parts.slice(0, depth + 1).join("\\");
      if (!known.has(here)) lines.push(`cd \\${above}`, `add ${part}`);
      known.add(here);
    }
    const settings = Object.entries(values).flat();
    if (settings.length > 0) lines.push(`cd \\${key}`, `setval ${settings.length / 2}`, ...settings);
  }
  const shell = run("hivexsh", ["-w", path]);
  shell.child.stdin?.end(`${[...lines, "commit", "quit"].join("\n")}\n`);
  await shell;
}

const BLOCK_BYTES = 4096;

/** The smallest hive there is: a root without keys. Source: hivex, lib/hivex-internal.h. */
function emptyHive(): Buffer {
  const hive = Buffer.alloc(2 * BLOCK_BYTES);
  hive.write("regf", 0);
  for (const [at, value] of [
    [4, 1],
    [8, 1],
    [20, 1],
    [24, 3],
    [32, 1],
    [36, 0x20],
    [40, BLOCK_BYTES],
    [44, 1],
  ] as const)
    hive.writeUInt32LE(value, at);
  const bin = hive.subarray(BLOCK_BYTES);
  bin.write("hbin", 0);
  bin.writeUInt32LE(BLOCK_BYTES, 8);
  const [root, security, free] = [0x20, 0x20 + 0x60, 0x20 + 0x60 + 0x30];
  bin.writeInt32LE(-(security - root), root);
  bin.write("nk", root + 4);
  bin.writeUInt16LE(0x2c, root + 6); // root, not to be deleted, name of one byte a character
  for (const at of [0x20, 0x24, 0x2c, 0x34]) bin.writeUInt32LE(0xffff_ffff, root + at); // no lists of keys and values, no class
  bin.writeUInt32LE(security, root + 0x30);
  bin.writeUInt16LE(4, root + 0x4c);
  bin.write("root", root + 0x50);
  bin.writeInt32LE(-(free - security), security);
  bin.write("sk", security + 4);
  for (const at of [8, 12]) bin.writeUInt32LE(security, security + at);
  bin.writeUInt32LE(1, security + 16);
  bin.writeUInt32LE(20, security + 20);
  bin.write("\x01\x00\x04\x80", security + 24, "latin1");
  bin.writeInt32LE(BLOCK_BYTES - free, free);
  let sum = 0;
  for (let at = 0; at < 508; at += 4) sum ^= hive.readUInt32LE(at);
  hive.writeUInt32LE(sum >>> 0, 508);
  return hive;
}
