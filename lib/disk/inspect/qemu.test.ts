import { execFile } from "node:child_process";
import { mkdtemp, open, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DiskFacts, type DiskFormat, MIB } from "../model";
import { inspectDisk } from ".";
import { openFileAccess } from "./file-access";

const run = promisify(execFile);
let folder: string;
let source: string;

/** 24 MiB and one sector: data, holes and data that does not compress, at odd places. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "inspect-"));
  source = join(folder, "source.raw");
  await run("qemu-img", ["create", "-f", "raw", source, String(24 * MIB + 512)]);
  const writes = ["write -P 0x11 0 3M", "write -P 0x22 5M 700k", "write -P 0x33 12345344 64k", `write -P 0x44 ${24 * MIB} 512`];
  await run("qemu-io", ["-f", "raw", ...writes.flatMap((write) => ["-c", write]), source]);
  const noise = Buffer.from(Array.from({ length: MIB }, (_, at) => (Math.imul(at, 2654435761) >>> 13) & 0xff));
  const file = await open(source, "r+");
  await file.write(noise, 0, noise.length, 8 * MIB);
  await file.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function inspectPath(path: string, declared?: DiskFormat): Promise<DiskFacts> {
  const access = await openFileAccess(path);
  try {
    return await inspectDisk(access, { declared });
  } finally {
    await access.close();
  }
}

async function sizeByQemu(path: string, driver: string): Promise<number> {
  const image =
    driver === "vpc" ? `driver=vpc,force_size_calc=current_size,file.filename=${path}` : `driver=${driver},file.filename=${path}`;
  const { stdout } = await run("qemu-img", ["info", "--output=json", "--image-opts", image]);
  const info: unknown = JSON.parse(stdout);
  return typeof info === "object" && info !== null && "virtual-size" in info ? Number(info["virtual-size"]) : Number.NaN;
}

interface Disk {
  readonly name: string;
  readonly driver: string;
  readonly options?: string;
  readonly isCompressed?: boolean;
  readonly facts: Partial<DiskFacts>;
}

const clusterSizes = [512, 1024, 4096, 16_384, 65_536, 262_144, 2 * MIB];
const qcow2 = (name: string, options: string, facts: Partial<DiskFacts> = {}, isCompressed = false): Disk => ({
  name: `qcow2 ${name}`,
  driver: "qcow2",
  options,
  isCompressed,
  facts: { format: "qcow2", subformat: "v3", compression: "zlib", ...facts },
});

const DISKS: readonly Disk[] = [
  qcow2("version 2", "compat=0.10", { subformat: "v2" }),
  qcow2("version 2 compressed", "compat=0.10", { subformat: "v2" }, true),
  qcow2("extended L2", "extended_l2=on,cluster_size=128k"),
  qcow2("extended L2 compressed", "extended_l2=on,cluster_size=64k", {}, true),
  qcow2("lazy refcounts", "lazy_refcounts=on"),
  qcow2("1-bit refcounts", "refcount_bits=1"),
  qcow2("preallocated metadata", "preallocation=metadata"),
  qcow2("fully preallocated", "preallocation=full"),
  ...clusterSizes.flatMap((size) => [
    qcow2(`clusters of ${size}`, `cluster_size=${size}`),
    qcow2(`clusters of ${size}, zlib`, `cluster_size=${size}`, {}, true),
    qcow2(`clusters of ${size}, zstd`, `cluster_size=${size},compression_type=zstd`, { compression: "zstd" }, true),
  ]),
  {
    name: "vmdk monolithicSparse",
    driver: "vmdk",
    options: "subformat=monolithicSparse",
    facts: { format: "vmdk", subformat: "monolithicSparse" },
  },
  { name: "vmdk zeroed grains", driver: "vmdk", options: "zeroed_grain=on", facts: { format: "vmdk", subformat: "monolithicSparse" } },
  {
    name: "vmdk streamOptimized",
    driver: "vmdk",
    options: "subformat=streamOptimized",
    facts: { format: "vmdk", subformat: "streamOptimized", compression: "zlib" },
  },
  { name: "vhd dynamic", driver: "vpc", options: "subformat=dynamic,force_size=on", facts: { format: "vhd", subformat: "dynamic" } },
  { name: "vhd dynamic by geometry", driver: "vpc", options: "subformat=dynamic", facts: { format: "vhd", subformat: "dynamic" } },
  { name: "vhd fixed", driver: "vpc", options: "subformat=fixed,force_size=on", facts: { format: "vhd", subformat: "fixed" } },
  { name: "vhd fixed by geometry", driver: "vpc", options: "subformat=fixed", facts: { format: "vhd", subformat: "fixed" } },
  { name: "raw", driver: "raw", facts: { format: "raw" } },
];

describe("takes what qemu-img makes and sees the size qemu-img sees (FMT-07, FMT-08, FMT-09, FMT-11)", () => {
  it.each(DISKS)("$name", async ({ driver, options, isCompressed, facts }) => {
    const path = join(folder, "disk");
    const args = [...(isCompressed ? ["-c"] : []), "-f", "raw", "-O", driver, ...(options ? ["-o", options] : []), source, path];
    await run("qemu-img", ["convert", ...args]);
    const seen = await inspectPath(path);
    expect(seen).toMatchObject({ ...facts, virtualSizeBytes: await sizeByQemu(path, driver) });
    expect(await inspectPath(path, seen.format)).toEqual(seen);
    if (driver === "raw") return;
    await expect(inspectPath(path, "raw")).rejects.toMatchObject({ code: "formatMismatch" });
  });

  it.each([1, 2, 40, 2040])("qcow2, vmdk and vhd of %i GiB without data", async (gib) => {
    for (const [driver, options] of [
      ["qcow2", "compat=1.1"],
      ["vmdk", "subformat=monolithicSparse"],
      ["vmdk", "subformat=streamOptimized"],
      ["vpc", "force_size=on"],
    ] as const) {
      const path = join(folder, "empty");
      await run("qemu-img", ["create", "-f", driver, "-o", options, path, `${gib}G`]);
      await expect(inspectPath(path)).resolves.toMatchObject({ virtualSizeBytes: gib * 1024 * MIB });
      await rm(path);
    }
  });
});

describe("refuses what qemu-img makes but the service does not open (FMT-02)", () => {
  it.each([
    ["qcow2", ["-o", `backing_file=source.raw,backing_fmt=raw`], "unsafeImage", "qcow2.backingFile"],
    ["qcow2", ["-o", "data_file=other.raw", "1M"], "unsafeImage", "qcow2.dataFile"],
    [
      "qcow2",
      ["--object", "secret,id=s,data=1234", "-o", "encrypt.format=aes,encrypt.key-secret=s", "1M"],
      "encryptedSource",
      "qcow2.encryption",
    ],
    ["vmdk", ["-o", "subformat=monolithicFlat", "1M"], "unsafeImage", "vmdk.extent"],
    ["vmdk", ["-o", "subformat=twoGbMaxExtentSparse", "1M"], "unsafeImage", "vmdk.extent"],
    ["parallels", ["1M"], "formatNotSupported", "container"],
  ] as const)("%s %j", async (driver, options, code, construct) => {
    const path = join(folder, "refused.img");
    const size = options.at(-1) === "1M" ? ["1M"] : [];
    const flags = options.filter((option) => option !== "1M");
    await run("qemu-img", ["create", "-f", driver, ...flags, path, ...size], { cwd: folder });
    await expect(inspectPath(path)).rejects.toMatchObject({ code, detail: { construct } });
  });

  it("qcow2 with an internal snapshot", async () => {
    const path = join(folder, "snapshot.qcow2");
    await run("qemu-img", ["create", "-f", "qcow2", path, "1M"]);
    await run("qemu-img", ["snapshot", "-c", "one", path]);
    await expect(inspectPath(path)).rejects.toMatchObject({
      code: "formatNotSupported",
      detail: { construct: "qcow2.snapshots", found: "1" },
    });
  });

  it.each(["qcow2", "vmdk", "vpc"])("%s cut in the middle, as a broken upload leaves it", async (driver) => {
    const path = join(folder, "cut");
    await run("qemu-img", ["convert", "-f", "raw", "-O", driver, source, path]);
    await truncate(path, 3 * MIB);
    await expect(inspectPath(path)).rejects.toMatchObject({ code: "truncatedImage" });
  });
});
