import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { TestDatabase } from "./database";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A worker as the product runs it, in a process of its own. */
export interface WorkerProcess {
  readonly pid: number;
  isAlive(): boolean;
  /** SIGKILL: nothing is handed back, nothing is flushed. */
  kill(): Promise<void>;
  /** Freezes it, as a machine does that is out of memory or being moved. */
  freeze(): void;
  thaw(): void;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  /** What it has logged so far. */
  log(): string;
}

/** Bundles the worker once, as the build does; answers how to start any number of them and how to end them all. */
export async function workerProcesses({ url, dataDir }: TestDatabase) {
  const folder = await mkdtemp(path.join(tmpdir(), "ims-worker-process-"));
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  await build({
    absWorkingDir: root,
    entryPoints: {
      worker: "scripts/worker.ts",
      "block-thread": "lib/disk/parallel/block-thread.ts",
      "digest-thread": "lib/platform/storage/digest-thread.ts",
    },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    packages: "external",
    alias: { "server-only": "./lib/testing/empty.ts" },
    logLevel: "warning",
  });
  const children = new Set<ChildProcess>();
  const settings = { IMS_DATABASE_URL: url, IMS_DATA_DIR: dataDir, IMS_DIST_DIR: folder, IMS_LOG_LEVEL: "warn", IMS_WORKER_SLOTS: "8" };
  return {
    /** `before`: words of a command that runs the worker, such as one that gives it a disk of its own. */
    async start({ before = [] }: { before?: readonly string[] } = {}): Promise<WorkerProcess> {
      const [command = "", ...args] = [...before, process.execPath, path.join(folder, "worker.mjs")];
      const child = spawn(command, args, {
        cwd: folder,
        env: { ...process.env, ...settings },
        stdio: ["ignore", "pipe", "inherit", "ipc"],
      });
      children.add(child);
      let log = "";
      child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
        log += chunk;
      });
      const ended = once(child, "exit");
      await Promise.race([once(child, "message"), ended.then(() => Promise.reject(new Error(`the worker ended while starting\n${log}`)))]);
      const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | null> => {
        child.kill(signal);
        await ended;
        children.delete(child);
        return child.exitCode;
      };
      return {
        pid: child.pid ?? 0,
        isAlive: () => child.exitCode === null && child.signalCode === null,
        kill: () => end("SIGKILL").then(() => undefined),
        freeze: () => void child.kill("SIGSTOP"),
        thaw: () => void child.kill("SIGCONT"),
        stop: () => end("SIGTERM"),
        log: () => log,
      };
    },
    async remove(): Promise<void> {
      for (const child of children) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
