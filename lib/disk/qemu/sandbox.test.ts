import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GIB, MIB } from "../model";
import { checkSandbox, runSandboxed, spawnSandboxed } from "./sandbox";

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a script of the test's own in the sandbox; the service itself never does that with anything from outside. */
const script = (text: string, options: Partial<Parameters<typeof runSandboxed>[0]> = {}) =>
  runSandboxed({ command: "sh", args: ["-c", text], files: { readOnly: [] }, ...options });

describe("the sandbox", () => {
  it("works on this host and says so", async () => {
    expect(await checkSandbox()).toEqual({ ok: true });
  });

  it("keeps the bytes of a host file away from an image that names it as its backing file (FMT-02)", async () => {
    const host = join(folder, "leak.qcow2");
    await run("qemu-img", ["create", "-q", "-f", "qcow2", "-F", "raw", "-b", "/etc/passwd", host]);
    const converted = runSandboxed({
      command: "qemu-img",
      args: ["convert", "-f", "qcow2", "-O", "raw", "/in/image", "/tmp/out"],
      files: { readOnly: [{ host, guest: "/in/image" }] },
    });
    await expect(converted).rejects.toMatchObject({
      code: "toolFailed",
      detail: { tool: "qemu-img", reason: "exit", exitCode: 1, stderr: expect.stringContaining("No such file") },
    });
  });

  it("shows no host file but those named, and those read-only", async () => {
    const host = join(folder, "named");
    await writeFile(host, "content");
    const { stdout } = await script("cat /in/named; ls -d /etc/* /home /root 2>/dev/null; echo x 2>/dev/null > /in/named || echo refused", {
      files: { readOnly: [{ host, guest: "/in/named" }] },
    });
    expect(stdout.toString()).toBe("content/etc/ld.so.cache\nrefused\n");
    expect(await readFile(host, "utf8")).toBe("content");
  });

  it("passes no variable of the service's environment on", async () => {
    process.env.SANDBOX_SECRET = "s3cret";
    const { stdout } = await script("env; tr '\\0' '\\n' < /proc/1/environ");
    delete process.env.SANDBOX_SECRET;
    expect(stdout.toString()).not.toContain("s3cret");
  });

  it("passes no open file of the service on, and gives the tool a process group and limits of its own", async () => {
    const file = await open(join(folder, "held"), "w");
    const { stdout } = await script(
      "ls -l /proc/self/fd | grep -c held; cat /proc/self/limits; cut -d' ' -f5 /proc/self/stat; ls /proc | grep -c '^[0-9]'",
    );
    await file.close();
    const [files, ...rest] = stdout.toString().trim().split("\n");
    expect(Number(files)).toBe(0);
    const limits = rest.join("\n");
    expect(limits).toMatch(new RegExp(`Max address space +${2 * GIB} `));
    expect(limits).toMatch(new RegExp(`Max file size +${64 * MIB} `));
    expect(limits).toMatch(/Max cpu time +120 /);
    expect(limits).toMatch(/Max processes +256 /);
    expect(limits).toMatch(/Max core file size +0 /);
    // It sees its own handful of processes: none of the host's, whose groups it could reach.
    expect(Number(rest.at(-1))).toBeLessThan(8);
  });

  it("reaches no network address, not even the host's loopback", async () => {
    const server: Server = createServer((socket) => socket.end("reached"));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const reached = runSandboxed({ command: "qemu-img", args: ["info", `nbd://127.0.0.1:${port}`], files: { readOnly: [] } });
    await expect(reached).rejects.toMatchObject({ code: "toolFailed", detail: { stderr: expect.stringMatching(/refused|unreachable/) } });
    server.close();
  });

  it("lets the service use files that the tool writes", async () => {
    await script("echo made > /out/file", { files: { readOnly: [], writable: [{ host: folder, guest: "/out" }] } });
    expect(await readFile(join(folder, "file"), "utf8")).toBe("made\n");
  });
});

describe("a sandboxed tool", () => {
  it("cannot take more memory than its limit", async () => {
    const greedy = runSandboxed({
      command: "dd",
      args: ["if=/dev/zero", "of=/dev/null", "bs=1G", "count=1"],
      files: { readOnly: [] },
      limits: { memoryBytes: 256 * MIB },
    });
    await expect(greedy).rejects.toMatchObject({ code: "toolFailed", detail: { stderr: expect.stringContaining("memory exhausted") } });
  });

  it("cannot write a file above its limit", async () => {
    const large = script("exec dd if=/dev/zero of=/tmp/x bs=1M count=4", { limits: { fileSizeBytes: 2 * MIB } });
    await expect(large).rejects.toMatchObject({ code: "toolFailed" });
  });

  it("fills its private /tmp only up to the limit, which is answered as storageFull", async () => {
    const full = script("exec dd if=/dev/zero of=/tmp/x bs=1M count=4", { limits: { temporaryBytes: MIB, fileSizeBytes: GIB } });
    await expect(full).rejects.toMatchObject({ code: "storageFull" });
  });

  it("is stopped at its limit of processor time", async () => {
    const busy = script("while :; do :; done", { limits: { cpuSeconds: 1 } });
    await expect(busy).rejects.toMatchObject({ code: "toolFailed", detail: { reason: "exit" } });
  });

  // The kernel never applies RLIMIT_NPROC to root; the wall limit is what ends a fork bomb there.
  it.skipIf(process.getuid?.() === 0)("cannot start more processes than its limit", async () => {
    const many = script("for i in 1 2 3 4 5 6 7 8 9; do sleep 60 & done; wait", { limits: { processes: 6, wallSeconds: 5 } });
    await expect(many).rejects.toMatchObject({ detail: { reason: "exit", stderr: expect.stringMatching(/fork/i) } });
  });

  it("is stopped at the wall limit, with everything it started", async () => {
    const marker = `3${process.pid}1`;
    const asleep = script(`sleep ${marker} & setsid sleep ${marker} & wait`, { limits: { wallSeconds: 0.3 } });
    await expect(asleep).rejects.toMatchObject({ code: "toolFailed", detail: { reason: "timeout" } });
    expect(await commandLinesWith(marker)).toEqual([]);
  });

  it("is stopped on abort, with everything it started", async () => {
    const marker = `3${process.pid}2`;
    const stop = new AbortController();
    const asleep = script(`sleep ${marker} & setsid sleep ${marker} & echo started; wait`, {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    });
    await expect(asleep).rejects.toMatchObject({ code: "cancelled" });
    expect(await commandLinesWith(marker)).toEqual([]);
  });

  it("is not started at all when the signal is already aborted", async () => {
    await expect(script("echo x", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
  });

  it("ends when its owner ends it, and ending twice is harmless", async () => {
    const daemon = spawnSandboxed({ command: "sleep", args: ["60"], files: { readOnly: [] }, limits: { wallSeconds: undefined } });
    await daemon.end();
    await daemon.end();
    await expect(daemon.finished).rejects.toMatchObject({ detail: { reason: "ended" } });
  });

  it("is stopped when it says more than is kept", async () => {
    await expect(script("exec yes", { maxOutputBytes: 1000 })).rejects.toMatchObject({ detail: { reason: "outputTooLarge" } });
  });

  it("names the tool but not the host's paths when it fails", async () => {
    const failed = script(`echo "cannot open ${folder}/x" >&2; exit 3`, {
      files: { readOnly: [], writable: [{ host: folder, guest: folder }] },
    });
    await expect(failed).rejects.toMatchObject({ detail: { tool: "sh", exitCode: 3, stderr: expect.not.stringContaining(tmpdir()) } });
  });

  it("is reported as missing when it is not installed", async () => {
    const missing = runSandboxed({ command: "no-such-tool", args: [], files: { readOnly: [] } });
    await expect(missing).rejects.toMatchObject({ detail: { reason: "toolMissing" } });
  });

  it("is refused when a file to bind does not exist", async () => {
    const missing = script("true", { files: { readOnly: [{ host: join(folder, "absent"), guest: "/in/x" }] } });
    await expect(missing).rejects.toMatchObject({ detail: { reason: "sandboxUnavailable" } });
  });
});

/** Command lines of the host's processes that contain the text. */
async function commandLinesWith(text: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return lines.filter((line) => line.includes(text));
}
