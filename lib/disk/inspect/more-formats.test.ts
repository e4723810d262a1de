import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "@/lib/platform/errors";
import { type DiskFacts, MIB, type RandomAccess } from "../model";
import { inspectQcow } from "./qcow/qcow";
import { inspectQed } from "./qed/qed";
import { accessOf } from "./testing/memory-access";
import { inspectVdi } from "./vdi/vdi";
import { inspectVhdx } from "./vhdx/vhdx";
import { inspectZvhd, inspectZvhd2 } from "./zvhd/zvhd";

const run = promisify(execFile);
const CORPUS = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const SIZE_BYTES = 24 * MIB + 512;
let folder: string;
const made = new Map<string, Buffer>();

/** A disk with data at both ends and in between, in each format as QEMU writes it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
  const source = join(folder, "source.raw");
  await run("qemu-img", ["create", "-f", "raw", source, String(SIZE_BYTES)]);
  const writes = ["write -P 0x11 0 3M", "write -P 0x22 5M 700k", `write -P 0x44 ${24 * MIB} 512`];
  await run("qemu-io", ["-f", "raw", ...writes.flatMap((write) => ["-c", write]), source]);
  const kinds: readonly (readonly [string, string, ...string[]])[] = [
    ["qcow", "qcow"],
    ["qed", "qed"],
    ["qed 1M", "qed", "-o", "cluster_size=1M,table_size=2"],
    ["vdi dynamic", "vdi"],
    ["vdi static", "vdi", "-o", "static=on"],
    ["vhdx dynamic", "vhdx", "-o", "subformat=dynamic"],
    ["vhdx fixed", "vhdx", "-o", "subformat=fixed"],
  ];
  for (const [name, driver, ...options] of kinds) {
    const path = join(folder, "disk");
    await run("qemu-img", ["convert", "-f", "raw", "-O", driver, ...options, source, path]);
    made.set(name, await readFile(path));
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

type Inspector = (source: RandomAccess, limitBytes?: number) => Promise<DiskFacts>;
const file = (name: string): Buffer => Buffer.from(made.get(name) ?? expect.unreachable(name));

async function refusal(inspector: Inspector, bytes: Buffer, limitBytes?: number): Promise<string> {
  try {
    return expect.unreachable(JSON.stringify(await inspector(accessOf(bytes), limitBytes)));
  } catch (error) {
    if (isAppError(error)) return `${error.code} ${error.detail.construct}`;
    throw error;
  }
}

describe("takes what qemu-img writes", () => {
  it.each([
    ["qcow", inspectQcow, { format: "qcow", subformat: "v1" }],
    ["qed", inspectQed, { format: "qed" }],
    ["qed 1M", inspectQed, { format: "qed" }],
    ["vdi dynamic", inspectVdi, { format: "vdi", subformat: "dynamic" }],
    ["vdi static", inspectVdi, { format: "vdi", subformat: "static" }],
    ["vhdx dynamic", inspectVhdx, { format: "vhdx", subformat: "dynamic" }],
    ["vhdx fixed", inspectVhdx, { format: "vhdx" }],
  ] as const)("%s (FMT-10, FMT-12, FMT-13, FMT-14)", async (name, inspector, facts) => {
    expect(await inspector(accessOf(file(name)))).toMatchObject({ ...facts, virtualSizeBytes: SIZE_BYTES });
  });
});

it("takes a QED that was not closed (FMT-14)", async () => {
  const bytes = file("qed");
  bytes.writeBigUInt64LE(2n, 16);
  await expect(inspectQed(accessOf(bytes))).resolves.toMatchObject({ virtualSizeBytes: SIZE_BYTES });
});

describe.each([
  ["qcow", inspectQcow],
  ["qed", inspectQed],
  ["vdi dynamic", inspectVdi],
  ["vhdx dynamic", inspectVhdx],
] as const)("a %s file that is", (name, inspector) => {
  it.each([16, 100, 600])("cut after %i bytes is refused", async (length) => {
    expect(await refusal(inspector, file(name).subarray(0, length))).toMatch(/^truncatedImage /);
  });

  it("cut in the middle is refused", async () => {
    expect(await refusal(inspector, file(name).subarray(0, Math.floor(file(name).length / 2)))).toMatch(
      /^(truncatedImage|corruptImage|decompressionLimit) /,
    );
  });

  it("larger than the caller takes is refused", async () => {
    expect(await refusal(inspector, file(name), 20 * MIB)).toMatch(/^imageTooLarge /);
  });
});

if (existsSync(CORPUS)) {
  const load = async (name: string) => {
    const path = `${CORPUS}/${name}`;
    if (name.endsWith(".bz2")) return (await run("bzip2", ["-dc", path], { encoding: "buffer", maxBuffer: 2 ** 28 })).stdout;
    const bytes = await readFile(path);
    return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  };
  it.each([
    ["made/mini.qcow.gz", inspectQcow, 16 * MIB],
    ["made/mini-compressed.qcow", inspectQcow, 16 * MIB],
    ["made/mini.qed.gz", inspectQed, 16 * MIB],
    ["made/mini.vdi.gz", inspectVdi, 16 * MIB],
    ["made/mini-static.vdi.gz", inspectVdi, 16 * MIB],
    ["made/mini-dynamic.vhdx.gz", inspectVhdx, 16 * MIB],
    ["made/mini-fixed.vhdx.gz", inspectVhdx, 16 * MIB],
    ["qemu-iotests/iotest-dynamic-1G.vhdx.bz2", inspectVhdx, 1024 * MIB],
    ["zvhd/mini.zvhd", inspectZvhd, 16 * MIB],
    ["zvhd/mini.zvhd2.gz", inspectZvhd2, 16 * MIB],
  ] as const)("takes %s, which another program made (FMT-05, FMT-06)", async (name, inspector, virtualSizeBytes) => {
    await expect(inspector(accessOf(await load(name)))).resolves.toMatchObject({ virtualSizeBytes });
  });
} else {
  it("other programs' files are not at hand: the corpus is not here", () => expect(existsSync(CORPUS)).toBe(false));
}
