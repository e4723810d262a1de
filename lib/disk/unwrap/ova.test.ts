import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectDisk } from "../inspect";
import { openFileAccess } from "../inspect/file-access";
import { GIB, MIB } from "../model";
import { run, testFolder } from "../nbd/testing";
import { listTar } from "./tar";
import { unwrapDisk } from "./unwrap-disk";

/** What virtualisation products write, shortened. `files`: href by id; `disks`: the id each disk refers to. */
function descriptionOf(files: Readonly<Record<string, string>>, disks: readonly string[]): string {
  return `<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <!-- <Disk ovf:fileRef="commented-out"/> -->
  <References>${Object.entries(files).map(([id, href]) => `<File ovf:id="${id}" ovf:href="${href}" ovf:size="1"/>`)}</References>
  <DiskSection><Info>disks</Info>${disks.map(
    (id, index) => `
    <Disk ovf:capacity="16" ovf:capacityAllocationUnits="byte * 2^20" ovf:diskId="vmdisk${index}" ovf:fileRef="${id}"/>`,
  )}</DiskSection>
</Envelope>`;
}

const ONE_DISK = descriptionOf({ file1: "machine-disk1.vmdk" }, ["file1"]);

interface Package {
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly options?: readonly string[];
}

/** A tar of these files in this order, made by tar itself. */
async function packed({ files, options = ["--format=ustar"] }: Package): Promise<string> {
  const folder = await testFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, "in", name, ".."), { recursive: true });
    await writeFile(join(folder, "in", name), content);
  }
  const file = join(folder, "machine.ova");
  await run("tar", "--create", ...options, "--file", file, "--directory", join(folder, "in"), ...Object.keys(files));
  return file;
}

async function streamVmdk(): Promise<Buffer> {
  const folder = await testFolder();
  await writeFile(join(folder, "raw"), randomBytes(2 * MIB));
  await truncate(join(folder, "raw"), 16 * MIB);
  const file = join(folder, "disk.vmdk");
  await run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=streamOptimized", join(folder, "raw"), file);
  return readFile(file);
}

const unwrap = async (path: string) => unwrapDisk(path, { folder: await testFolder() });
const refusal = (path: string) =>
  unwrap(path)
    .then(() => "taken")
    .catch(({ code, detail }: { code: string; detail?: Record<string, unknown> }) => `${code} ${detail?.construct} ${detail?.found ?? ""}`);
const digestOf = (bytes: Buffer, algorithm: string) => createHash(algorithm).update(bytes).digest("hex");

describe("a package of one disk", () => {
  it.each([["--format=ustar"], ["--format=gnu"], ["--format=pax"]])("made with %s gives its disk (FMT-01)", async (format) => {
    const disk = await streamVmdk();
    const manifest = `SHA1(machine.ovf)= 00\nSHA256(machine-disk1.vmdk)= ${digestOf(disk, "sha256")}\n`;
    const files = { "machine.ovf": ONE_DISK, "machine.mf": manifest, "machine-disk1.vmdk": disk };
    const { path, ...unwrapped } = await unwrap(await packed({ files, options: [format] }));
    expect(unwrapped).toEqual({ wrapper: "ova", innerName: "machine-disk1.vmdk" });
    expect((await readFile(path)).equals(disk)).toBe(true);
    const file = await openFileAccess(path);
    expect(await inspectDisk(file).finally(() => file.close())).toMatchObject({ format: "vmdk", virtualSizeBytes: 16 * MIB });
  });

  it("may hold it in a folder, under a long name, beside files that are no disks", async () => {
    const name = `${"long-".repeat(30)}disk1.vmdk`;
    const files = {
      "machine/machine.ovf": descriptionOf({ file1: name, file2: "machine.nvram" }, ["file1"]),
      "machine/machine.nvram": "settings",
      [`machine/${name}`]: await streamVmdk(),
    };
    for (const format of ["--format=gnu", "--format=pax"]) {
      expect((await unwrap(await packed({ files, options: [format] }))).innerName).toBe(`machine/${name}`);
    }
  });

  it.each(["--format=gnu", "--format=pax"])("may be larger than octal digits can say, in %s", async (format) => {
    const folder = await testFolder();
    await writeFile(join(folder, "disk.raw"), "");
    await truncate(join(folder, "disk.raw"), 9 * GIB);
    // The archive itself would be as long: its headers are all that is looked at.
    const start = await run("sh", "-c", `cd "$0" && tar --create ${format} disk.raw | head -c 2048 | base64`, folder);
    const headers = Buffer.from(start, "base64");
    const length = headers.toString("latin1", 156, 157) === "x" ? 1536 : 512;
    const source = {
      sizeBytes: length + 9 * GIB + 1024,
      read: async (offset: number, bytes: number) => Buffer.concat([headers.subarray(offset, Math.min(length, offset + bytes))], bytes),
    };
    expect(await listTar(source)).toEqual([{ name: "disk.raw", offset: length, length: 9 * GIB }]);
  });
});

describe("a package that cannot become one image (FMT-02)", () => {
  it.each([
    ["of two disks", { file1: "a.vmdk", file2: "b.vmdk" }, ["file1", "file2"], "formatNotSupported ova.disks 2"],
    ["that describes no disk", { file1: "a.vmdk" }, [], "formatNotSupported ova.disks 0"],
    ["whose disk is an empty one without a file", { file1: "a.vmdk" }, ["file9"], "formatNotSupported ova.diskFile file9"],
    ["whose disk is not in it", { file1: "c.vmdk" }, ["file1"], "formatNotSupported ova.diskFile c.vmdk"],
    ["whose disk is named outside of it", { file1: "../../etc/passwd" }, ["file1"], "formatNotSupported ova.diskFile passwd"],
  ])("%s is refused with the reason", async (_what, files, disks, expected) => {
    const members = { "machine.ovf": descriptionOf(files, disks), "a.vmdk": "a", "b.vmdk": "b" };
    expect(await refusal(await packed({ files: members }))).toBe(expected);
  });

  it("is refused without a description, with two, and with one too long to be one", async () => {
    expect(await refusal(await packed({ files: { "a.vmdk": "disk" } }))).toBe("formatNotSupported ova.descriptor 0");
    expect(await refusal(await packed({ files: { "a.ovf": ONE_DISK, "b.ovf": ONE_DISK } }))).toBe("formatNotSupported ova.descriptor 2");
    const long = `${ONE_DISK}${" ".repeat(MIB)}`;
    expect(await refusal(await packed({ files: { "a.ovf": long } }))).toBe("corruptImage tar.textSize a.ovf");
  });

  it.each(["sha1", "sha256", "sha512"])("is refused when its disk is not the one its %s says", async (algorithm) => {
    const manifest = `${algorithm.toUpperCase()}(machine-disk1.vmdk)= ${digestOf(Buffer.from("another disk"), algorithm)}\n`;
    const files = { "machine.ovf": ONE_DISK, "machine.mf": manifest, "machine-disk1.vmdk": await streamVmdk() };
    expect(await refusal(await packed({ files }))).toBe("corruptImage ova.manifest machine-disk1.vmdk");
  });

  it("is refused when a member is a link", async () => {
    const folder = await testFolder();
    await writeFile(join(folder, "machine.ovf"), ONE_DISK);
    await symlink("/etc/passwd", join(folder, "machine-disk1.vmdk"));
    const file = join(folder, "machine.ova");
    await run("tar", "--create", "--format=ustar", "--file", file, "--directory", folder, "machine.ovf", "machine-disk1.vmdk");
    expect(await refusal(file)).toBe("unsafeImage tar.type 2");
  });

  it("is refused when it is cut, and when a header is damaged", async () => {
    const file = await packed({ files: { "machine.ovf": ONE_DISK, "machine-disk1.vmdk": await streamVmdk() } });
    const whole = await readFile(file);
    await truncate(file, MIB);
    expect(await refusal(file)).toMatch(/^truncatedImage tar.size/);
    whole.writeUInt8(whole.readUInt8(100) ^ 1, 100);
    await writeFile(file, whole);
    expect(await refusal(file)).toMatch(/^corruptImage tar.checksum/);
  });

  it("is refused when it has more members than any package", async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`file-${index}`, ""]));
    expect(await refusal(await packed({ files }))).toMatch(/^decompressionLimit tar.members/);
  });
});
