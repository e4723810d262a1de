import { type ExecFileException, execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BlockDevice } from "./block-device";

/** Runs a tool to its end and answers what it printed; rejects with that when it fails. */
export function run(tool: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
      if (error) reject(new Error(`${error.message}${stdout}${stderr}`));
      else resolve(stdout + stderr);
    };
    execFile(tool, args, { timeout: 50_000, maxBuffer: 16 * 1024 * 1024 }, done);
  });
}

/** A folder of this test, gone after it. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ims-nbd-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** qemu's own NBD server over a disk file until the test ends, or until `stop`. */
export async function startQemuNbd(file: string, format: string): Promise<{ socketPath: string; stop(): void }> {
  const folder = await testFolder();
  const socketPath = join(folder, `${randomUUID()}.sock`);
  const pidFile = join(folder, "pid");
  // It leaves the foreground when it is ready, so nothing has to be waited for.
  await run("qemu-nbd", "-r", "-t", "--fork", "--pid-file", pidFile, "-k", socketPath, "-f", format, file);
  let pid: number | undefined = Number(await readFile(pidFile, "utf8"));
  const stop = () => {
    if (pid !== undefined) process.kill(pid);
    pid = undefined;
  };
  onTestFinished(stop);
  return { socketPath, stop };
}

export const nbdUri = (socketPath: string, name = "") => `nbd+unix:///${name}?socket=${socketPath}`;

/** Bytes in memory as a disk; runs of 64 KiB that are zeros are holes. */
export function memoryDevice(content: Buffer, hook?: (offset: number, length: number) => Promise<void>): BlockDevice {
  const zeros = Buffer.alloc(64 * 1024);
  return {
    sizeBytes: content.length,
    async read(offset, length) {
      await hook?.(offset, length);
      return content.subarray(offset, offset + length);
    },
    async extents(offset, length) {
      const found = [];
      for (let at = offset; at < offset + length; ) {
        const end = Math.min(offset + length, (Math.floor(at / zeros.length) + 1) * zeros.length);
        found.push({ length: end - at, hole: content.subarray(at, end).equals(zeros.subarray(0, end - at)) });
        at = end;
      }
      return found;
    },
  };
}
