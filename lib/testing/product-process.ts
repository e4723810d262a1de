import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START_LIMIT_MS = 180_000;

/** The built product as an operator starts it, in a process of its own. */
export interface Product {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it and its processes have printed so far, on either output. */
  printed(): string;
  /** A signal to it alone; answers the exit code once it has ended. */
  end(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

export interface Settings {
  readonly dataDir: string;
  readonly port?: number;
  /** Variables beside those that say where it is. */
  readonly env?: Readonly<Record<string, string>>;
  /** What starts it, where not the built product itself. */
  readonly command?: readonly [string, ...string[]];
}

/** What `npm start` starts when all is installed and built. */
export const BUILT = [process.execPath, "--disable-warning=ExperimentalWarning", path.join(root, "dist/main.mjs")] as const;
const started = new Set<ChildProcess>();

function launch({ dataDir, port, env = {}, command = BUILT }: Settings & { port: number }): ChildProcess {
  const [program, ...args] = command;
  const own = Object.entries(process.env).filter(([name]) => !/^(IMS_(?!RUN)|DATABASE_URL$|PORT$|HOST$|NODE_ENV$)/.test(name));
  const child = spawn(program, args, {
    cwd: root,
    env: { ...Object.fromEntries(own), NODE_ENV: "production", PORT: String(port), IMS_DATA_DIR: dataDir, IMS_LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  started.add(child);
  return child;
}

function listen(child: ChildProcess): () => string {
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
    });
  return () => printed;
}

/** Starts it and waits until it says that it is ready. */
export async function startProduct(settings: Settings): Promise<Product> {
  const port = settings.port ?? (await freePort());
  const child = launch({ ...settings, port });
  const printed = listen(child);
  const ended = once(child, "exit");
  const deadline = Date.now() + START_LIMIT_MS;
  while (!printed().includes("IMS ready on")) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the product did not come up\n${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    printed,
    async end(signal = "SIGTERM") {
      child.kill(signal);
      await ended;
      started.delete(child);
      return child.exitCode;
    },
  };
}

/** Starts what must not come up; answers its exit code and what it printed on each output. */
export async function refusedStart(settings: Settings) {
  const child = launch({ ...settings, port: settings.port ?? (await freePort()) });
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  started.delete(child);
  return { code, stdout, stderr };
}

/** Kills every product that still runs, with all it started. */
export function endProducts(): void {
  for (const { pid } of started) {
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  }
}

/** A new data folder, and how to remove it. */
export function dataFolder(): { path: string; remove(): Promise<void> } {
  const folder = mkdtempSync(path.join(tmpdir(), "ims-p-"));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/** Process id and port of the embedded database of a data folder. */
export async function databaseOf(dataDir: string): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(path.join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
