import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collect, contentOf, keysOf } from "./conformance";
import { createFileStorage } from "./file";

const CHUNK_BYTES = 256 * 1024;
const CHUNKS = 40;
let folder = "";

/** The driver in a process of its own, which writes numbered chunks until it is killed, a line of output before each. */
const WRITER = `
  import { createFileStorage } from "./file";
  const [root, how] = process.argv.slice(2);
  async function* chunks() {
    for (let number = 0; ; number++) {
      process.stdout.write(number + "\\n");
      yield Buffer.alloc(${CHUNK_BYTES}, number);
    }
  }
  const storage = createFileStorage({ root });
  if (how === "put") await storage.put("victim", chunks());
  else await (await storage.stage("victim")).append(chunks(), 0);`;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(tmpdir(), "ims-crash-"));
  const here = path.dirname(fileURLToPath(import.meta.url));
  await bundle({ stdin: { contents: WRITER, resolveDir: here, loader: "ts" } }, "writer.mjs");
});
afterAll(async () => await fs.rm(folder, { recursive: true }));

async function bundle(
  input: { stdin: { contents: string; resolveDir: string; loader: "ts" } } | { entryPoints: string[] },
  name: string,
): Promise<void> {
  const alias = { "server-only": fileURLToPath(new URL("../../testing/empty.ts", import.meta.url)) };
  await build({ ...input, outfile: path.join(folder, name), bundle: true, platform: "node", format: "esm", alias });
}

describe("a process killed in the middle", () => {
  it("of a put leaves nothing to see, only a rest to sweep", async () => {
    const root = path.join(folder, "put");
    await killAfter(CHUNKS, root, "put");
    const storage = createFileStorage({ root });
    expect(await storage.stat("victim")).toBeUndefined();
    expect(await keysOf(storage)).toEqual([]);
    const rests = await collect(storage.listStaged(new Date(Date.now() + 60_000)));
    expect(rests).toHaveLength(1);
    for (const id of rests) await (await storage.stage(id)).discard();
    expect(await fs.readdir(path.join(root, "staging"))).toEqual([]);
  });

  it("of an append leaves true bytes, no more than were sent, and the rest can follow", async () => {
    const root = path.join(folder, "append");
    const sent = await killAfter(CHUNKS, root, "append");
    const storage = createFileStorage({ root });
    const staged = await storage.stage("victim");
    const size = await staged.size();
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(sent * CHUNK_BYTES);
    const whole = Buffer.concat(Array.from({ length: sent + 3 }, (_, number) => Buffer.alloc(CHUNK_BYTES, number)));
    await staged.append(Readable.from([whole.subarray(size)]), size);
    await staged.publish("whole");
    const digest = createHash("sha256").update(await contentOf(storage, "whole"));
    expect(digest.digest("hex")).toBe(createHash("sha256").update(whole).digest("hex"));
  });
});

/** Starts a writer and kills it once it has begun so many chunks. Answers how many it began at most. */
async function killAfter(chunks: number, root: string, how: string): Promise<number> {
  const writer: ChildProcess = spawn(process.execPath, [path.join(folder, "writer.mjs"), root, how], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  writer.stdout?.on("data", (text) => {
    output += text;
    if (output.split("\n").length > chunks) writer.kill("SIGKILL");
  });
  const [, signal] = await once(writer, "close");
  expect(signal).toBe("SIGKILL");
  return output.split("\n").length;
}

describe("the bundle", () => {
  it("finds its digest thread beside itself and ends by itself", async () => {
    const here = path.dirname(fileURLToPath(import.meta.url));
    const script = `
      import { createDigests } from "./digest-stream";
      const digests = createDigests(["md5", "sha256"]);
      await digests.update(Buffer.from("abc"));
      console.log((await digests.digest()).md5);`;
    await bundle({ stdin: { contents: script, resolveDir: here, loader: "ts" } }, "main.mjs");
    await bundle({ entryPoints: [path.join(here, "digest-thread.ts")] }, "digest-thread.mjs");
    const main = spawn(process.execPath, [path.join(folder, "main.mjs")], { cwd: folder, timeout: 30_000 });
    const [[code], output] = await Promise.all([once(main, "close"), main.stdout.setEncoding("utf8").toArray()]);
    expect({ code, output: output.join("") }).toEqual({ code: 0, output: "900150983cd24fb0d6963f7d28e17f72\n" });
  });
});
