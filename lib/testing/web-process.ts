import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { TestDatabase } from "./database";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A process of its own that serves the byte routes. */
export interface WebProcess {
  readonly origin: string;
  readonly port: number;
  /** SIGKILL: nothing is finished, nothing is flushed. */
  kill(): Promise<void>;
  /** The most memory it had at any time. Unit: bytes. */
  peakMemory(): Promise<number>;
}

/** Bundles the web process once, as the build does; answers how to start it and how to remove the bundle. */
export async function webProcesses({ url, dataDir }: TestDatabase) {
  const folder = await mkdtemp(path.join(tmpdir(), "ims-web-process-"));
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  await build({
    absWorkingDir: root,
    entryPoints: { web: "lib/testing/upload-process.ts", "digest-thread": "lib/platform/storage/digest-thread.ts" },
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
  return {
    /** `disk`: the storage of a region is a real disk of only so many bytes, which this process alone sees. */
    async start({ port = 0, disk }: { port?: number; disk?: { regionId: string; sizeBytes: number } } = {}): Promise<WebProcess> {
      const env = { ...process.env, PORT: String(port || ""), IMS_DATABASE_URL: url, IMS_DATA_DIR: dataDir, IMS_LOG_LEVEL: "silent" };
      const [command, ...args] = [
        ...(disk === undefined ? [] : await onDisk(path.join(dataDir, "regions", disk.regionId), disk.sizeBytes)),
        process.execPath,
        path.join(folder, "web.mjs"),
      ];
      const child = spawn(command ?? "", args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
      children.add(child);
      const [line] = await once(child.stdout, "data");
      const origin = String(line).trim();
      return {
        origin,
        port: Number(new URL(origin).port),
        async kill() {
          const ended = once(child, "exit");
          child.kill("SIGKILL");
          await ended;
          children.delete(child);
        },
        peakMemory: async () => Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024,
      };
    },
    async remove(): Promise<void> {
      for (const child of children) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The words before a command that give it a small disk at this folder, in a mount namespace of its own. */
async function onDisk(folder: string, sizeBytes: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const script = `mount -t tmpfs -o size=${sizeBytes} tmpfs "$0" && exec "$@"`;
  return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, folder];
}
