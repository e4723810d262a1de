import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DISK_FORMATS, GIB, MIB } from "@/lib/disk/model";
import { run as runTool } from "@/lib/disk/nbd/testing";
import { isoVolume } from "@/lib/disk/testing/matrix-disks";
import { HELP } from "./help";

const ROOT = path.join(import.meta.dirname, "../..");
const TOOL = path.join(ROOT, "scripts/ims-img.mjs");
const SIZE = 9 * MIB + 512;
const folder = await mkdtemp(path.join(tmpdir(), "ims-img-test-"));
const file = (name: string) => path.join(folder, name);
const scratch = file("scratch");

beforeAll(async () => {
  await runTool("mkdir", scratch);
  const content = Buffer.alloc(SIZE);
  randomBytes(3 * MIB).copy(content, 5 * MIB);
  await writeFile(file("disk.raw"), content);
  await runTool("qemu-img", "convert", "-f", "raw", "-O", "qcow2", file("disk.raw"), file("disk.qcow2"));
  await ims("--help"); // builds it, when the sources are newer
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [TOOL, ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: scratch },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => (stdout += chunk));
  child.stderr?.on("data", (chunk) => (stderr += chunk));
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

const ims = (...args: readonly string[]) => ended(start(...args));
const json = ({ stdout }: Ended): unknown => JSON.parse(stdout);

describe("ims-img", () => {
  it.each(["vmdk", "vhd", "qcow2", "zvhd", "zvhd2", "raw"])(
    "converts to %s, whose name tells the format, and reads it back",
    async (format) => {
      const out = file(`out.${format}`);
      const converted = await ims("convert", "--verify", "--json", file("disk.qcow2"), out);
      expect(converted).toMatchObject({ code: 0, stderr: "" });
      expect(json(converted)).toMatchObject({ sourceFormat: "qcow2", format, virtualSizeBytes: SIZE, verified: true });
      expect(json(await ims("info", "--json", out))).toMatchObject({ format, virtualSizeBytes: SIZE });
      expect(json(await ims("compare", "--strict", "--json", out, file("disk.raw")))).toEqual({
        same: true,
        virtualSizeBytes: [SIZE, SIZE],
      });
      expect(await ims("check", out)).toMatchObject({ code: 0, stdout: `${out}: ${format}, sound\n` });
    },
  );

  it("takes every one of the eleven formats, told by content (FMT-01)", async () => {
    await writeFile(file("any.iso"), isoVolume());
    const made = { vhdx: "vhdx", qed: "qed", vdi: "vdi", qcow: "qcow", vmdk: "vmdk", vhd: "vpc" };
    for (const [format, driver] of Object.entries(made))
      await runTool(
        "qemu-img",
        "convert",
        "-f",
        "raw",
        "-O",
        driver,
        ...(format === "vhd" ? ["-o", "force_size"] : []),
        file("disk.raw"),
        file(`any.${format}`),
      );
    for (const format of ["zvhd", "zvhd2"]) await ims("convert", "--force", file("disk.raw"), file(`any.${format}`));
    await runTool("cp", file("disk.raw"), file("any.raw"));
    await runTool("cp", file("disk.qcow2"), file("any.qcow2"));
    const found = [];
    for (const format of DISK_FORMATS) {
      const name = file(`any.${format}`);
      await runTool("cp", name, file("nameless"));
      found.push(json(await ims("info", "--json", file("nameless"))));
      if (format !== "iso") expect(await ims("compare", name, file("disk.raw"))).toMatchObject({ code: 0 });
    }
    expect(found).toMatchObject(DISK_FORMATS.map((format) => ({ format })));
  });

  it("unpacks what is wrapped, says so, and says when the name is wrong", async () => {
    await writeFile(file("disk.vhd.gz"), gzipSync(await readFile(file("disk.qcow2"))));
    const said = await ims("info", file("disk.vhd.gz"));
    expect(said.stdout).toContain("wrapped in:   gzip");
    expect(said.stdout).toContain("note:         the name says VHD · GZIP; the content counts");
    expect(await ims("compare", file("disk.vhd.gz"), file("disk.raw"))).toMatchObject({ code: 0, stdout: "The disks hold the same.\n" });
    expect(await readdir(scratch)).toEqual([]);
  });

  it("bounds what a disk takes in every format, and the files keep to it", async () => {
    const measured = json(await ims("measure", "--json", file("disk.qcow2"))) as { atMostBytes: Record<string, number> }; // as documented
    expect(measured).toMatchObject({ virtualSizeBytes: SIZE, dataBytes: 4 * MIB });
    for (const format of ["vmdk", "vhd", "qcow2", "zvhd", "zvhd2"]) {
      const out = file(`measured.${format}`);
      await ims("convert", file("disk.raw"), out);
      const { length } = await readFile(out);
      expect([format, length <= (measured.atMostBytes[format] ?? 0)]).toEqual([format, true]);
    }
  });

  it.each(["disk.qcow2", "served.zvhd2"])("serves %s read-only over NBD until it is interrupted", async (name) => {
    if (name === "served.zvhd2") await ims("convert", file("disk.qcow2"), file(name));
    const socket = file("served.sock");
    const child = start("serve", "--json", "--socket", socket, file(name));
    const done = ended(child);
    const [line] = await once(child.stdout as NonNullable<typeof child.stdout>, "data"); // piped above
    expect(String(line)).toContain('"readOnly": true');
    const { uri } = JSON.parse(String(line)) as { uri: string }; // as documented
    expect(await runTool("qemu-img", "compare", "-f", "raw", "-F", "raw", uri, file("disk.raw"))).toContain("identical");
    await expect(runTool("qemu-io", "-f", "raw", "-c", "write 0 512", uri)).rejects.toThrow();
    child.kill("SIGINT");
    expect((await done).code).toBe(0);
    expect((await readdir(folder)).filter((entry) => entry === "served.sock")).toEqual([]);
  });

  it.each(["disk.qcow2", "by-tcp.zvhd2"])("serves %s by TCP to this host, many clients at once, until it is interrupted", async (name) => {
    if (name === "by-tcp.zvhd2") await ims("convert", file("disk.qcow2"), file(name));
    const child = start("serve", "--json", "--port", "0", file(name));
    const done = ended(child);
    const [line] = await once(child.stdout as NonNullable<typeof child.stdout>, "data"); // piped above
    const { uri, host, port } = JSON.parse(String(line)) as { uri: string; host: string; port: number }; // as documented
    expect([host, uri.startsWith(`nbd://127.0.0.1:${port}/`)]).toEqual(["127.0.0.1", true]);
    const compared = Array.from({ length: 3 }, () => runTool("qemu-img", "compare", "-f", "raw", "-F", "raw", uri, file("disk.raw")));
    for (const answer of await Promise.all(compared)) expect(answer).toContain("identical");
    const about = JSON.parse(await runTool("nbdinfo", "--json", uri)) as { exports: Record<string, unknown>[] }; // as nbdinfo(1) says
    expect(about.exports).toMatchObject([{ "export-size": SIZE, is_read_only: true }]);
    const holes = await runTool("nbdinfo", "--map", "--totals", uri);
    expect(holes).toMatch(/hole/);
    const taken = await ims("serve", "--port", String(port), file(name));
    expect([taken.code, taken.stderr]).toEqual([3, expect.stringContaining("EADDRINUSE")]);
    const connected = connect(port, "127.0.0.1");
    await once(connected, "connect");
    child.kill("SIGINT");
    expect((await done).code).toBe(0);
    await expect(runTool("nbdinfo", uri)).rejects.toThrow();
    connected.destroy();
  });

  it("serves to other hosts only when told to, and says what that means", async () => {
    for (const host of ["0.0.0.0", "::", "192.0.2.1"])
      expect(await ims("serve", "--host", host, "--port", "0", file("disk.qcow2"))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("--expose"),
      });
    for (const wrong of [
      ["--host", "127.0.0.1"],
      ["--expose"],
      ["--port", "65536"],
      ["--port", "1", "--host", "localhost"],
      ["--port", "1", "--socket", "s"],
    ])
      expect(await ims("serve", ...wrong, file("disk.qcow2"))).toMatchObject({ code: 2, stdout: "" });
    const child = start("serve", "--host", "0.0.0.0", "--port", "0", "--expose", file("disk.qcow2"));
    const done = ended(child);
    await once(child.stdout as NonNullable<typeof child.stdout>, "data"); // piped above
    child.kill("SIGTERM");
    expect((await done).stdout).toContain("everyone who reaches 0.0.0.0 port");
  });
});

describe("ims-img, when the answer is no", () => {
  it("says at which byte two disks differ", async () => {
    const content = await readFile(file("disk.raw"));
    content.writeUInt8(content.readUInt8(6 * MIB + 7) ^ 1, 6 * MIB + 7);
    await writeFile(file("other.raw"), content);
    expect(await ims("compare", file("disk.qcow2"), file("other.raw"))).toMatchObject({
      code: 1,
      stdout: `The disks differ at byte ${6 * MIB + 7}.\n`,
    });
    await writeFile(file("longer.raw"), Buffer.concat([await readFile(file("disk.raw")), Buffer.alloc(512)]));
    expect(await ims("compare", file("disk.raw"), file("longer.raw"))).toMatchObject({ code: 0 });
    expect(await ims("compare", "--strict", file("disk.raw"), file("longer.raw"))).toMatchObject({ code: 1 });
  });

  it("refuses what is not safe with the reason, and writes nothing (FMT-02)", async () => {
    await runTool("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", file("backed.qcow2"), "1M");
    const refused = await ims("convert", file("backed.qcow2"), file("never.vhd"));
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^ims-img: refers to something outside of itself: .*backing file.*\/etc\/passwd/);
    expect(json(await ims("check", "--json", file("backed.qcow2")))).toMatchObject({ ok: false, code: "unsafeImage" });
    expect((await readdir(folder)).filter((name) => name.startsWith("never") || name.startsWith(".ims-"))).toEqual([]);
  });

  it("finds a block that rotted in a ZVHD2 file, though its tables are sound", async () => {
    await ims("convert", "--force", file("disk.raw"), file("rotten.zvhd2"));
    const content = await readFile(file("rotten.zvhd2"));
    content.writeUInt8(content.readUInt8(MIB) ^ 1, MIB);
    await writeFile(file("rotten.zvhd2"), content);
    expect(await ims("check", file("rotten.zvhd2"))).toMatchObject({ code: 1, stdout: expect.stringContaining("is damaged") });
  });

  it.each([
    [[], "a command is missing"],
    [["fold", "x"], "fold is no command"],
    [["info"], "info takes one file, not 0"],
    [["info", "--verify", "x"], "info has no option --verify"],
    [["info", "--unknown", "x"], "--unknown"],
    [["convert", "disk.raw", "out.vhdx"], "vhdx cannot be written"],
    [["convert", "disk.raw", "out"], "the name out tells no format"],
    [["convert", "-O", "vhd", "-c", "zstd", "disk.raw", "out"], "-c is for qcow2"],
    [["convert", "disk.raw", "disk.qcow2"], "--force replaces it"],
  ])("exits with 2 for the command line %j", async (args, reason) => {
    const { code, stderr } = await ims(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
  });

  it("exits with 3 for a file that is not there, and for a folder that is not", async () => {
    expect((await ims("info", file("nothing.raw"))).code).toBe(3);
    expect((await ims("convert", file("disk.raw"), path.join(folder, "nowhere", "out.vhd"))).code).toBe(3);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("is cancelled by %s with exit code %i, and leaves no part of a file", async (signal, code) => {
    const big = file("big.raw");
    await writeFile(big, randomBytes(64 * MIB));
    await truncate(big, GIB);
    const before = (await readdir(folder)).toSorted();
    const child = start("convert", big, file("cancelled.vmdk"));
    const done = ended(child);
    while (!(await readdir(folder)).some((name) => name.startsWith(".ims-")) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    expect(await done).toMatchObject({ code, stderr: "ims-img: interrupted\n" });
    expect((await readdir(folder)).toSorted()).toEqual(before);
    expect(await readdir(scratch)).toEqual([]);
  });
});

describe("ims-img at a terminal", () => {
  it("shows share, rate and time left, and takes the line away at the end", async () => {
    await writeFile(file("slow.raw"), randomBytes(48 * MIB));
    const command = `${process.execPath} ${TOOL} convert --force slow.raw slow.zvhd`;
    const typescript = file("typescript");
    await runTool("script", "--quiet", "--return", "--command", `cd ${folder} && ${command}`, typescript);
    const shown = await readFile(typescript, "utf8");
    expect(shown).toMatch(/convert +\d+% \[=*>? *\] [\d.]+ MiB of 48 MiB, [\d.]+ \w+\/s/);
    expect(shown).toContain("slow.zvhd: zvhd, 48 MiB disk in");
  });

  it("keeps the help, the manual page and the guide to the same commands and options", async () => {
    const manual = await readFile(path.join(ROOT, "docs/ims-img.1"), "utf8");
    const guide = await readFile(path.join(ROOT, "docs/ims-img.md"), "utf8");
    const options = [...HELP.matchAll(/--[a-z]+/g)].map(([option]) => option);
    const commands = [...HELP.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command);
    expect([...new Set(commands)]).toEqual(["info", "convert", "compare", "check", "measure", "serve"]);
    for (const word of new Set([...options, ...commands])) {
      expect(guide).toContain(word);
      expect(manual.replaceAll("\\-", "-")).toContain(word);
    }
    expect(await runTool("man", "--warnings", "--local-file", path.join(ROOT, "docs/ims-img.1"))).toContain("EXIT STATUS");
  });
});
