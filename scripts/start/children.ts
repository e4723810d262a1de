import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { log } from "@/lib/platform/log";
import { MEMORY_ENV } from "../memory.mjs";

type Name = "server" | "worker";

const RESTART_DELAY_MS = 500;
/** How long a process may take to finish its requests or hand back its jobs. Unit: ms. */
const STOP_GRACE_MS = 20_000;

/** Stack traces name our own sources. The maps of packages stay on the disk: in memory they and their texts are 20 MiB. */
const OWN_SOURCE_MAPS = `data:text/javascript,${encodeURIComponent(
  'import { setSourceMapsSupport } from "node:module"; setSourceMapsSupport(true, { nodeModules: false });',
)}`;

/** The processes of this service: started, started again when they die, stopped in order. */
export class Children {
  readonly #running = new Map<Name, ChildProcess>();
  #stopping = false;

  constructor(private readonly secrets: Readonly<Record<string, string>>) {}

  /** Starts a process; resolves when it says that it is ready. */
  async start(name: Name): Promise<void> {
    const child = fork(path.join(import.meta.dirname, `${name}.mjs`), {
      env: { ...MEMORY_ENV, ...process.env, ...this.secrets, IMS_PROCESS: name, NODE_ENV: "production" },
      execArgv: ["--import", OWN_SOURCE_MAPS, "--max-semi-space-size=8", "--expose-gc"],
      // A group of its own: Ctrl-C reaches the supervisor only, which then stops things in order.
      detached: true,
    });
    this.#running.set(name, child);
    child.on("exit", (code, signal) => void this.#onExit(name, code, signal));
    await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error(`the ${name} process ended while starting`))),
    ]);
  }

  async #onExit(name: Name, code: number | null, signal: string | null): Promise<void> {
    this.#running.delete(name);
    if (this.#stopping) return;
    log.error({ process: name, code, signal }, "a process ended; starting it again");
    await delay(RESTART_DELAY_MS);
    if (!this.#stopping)
      await this.start(name).catch((error: unknown) => log.error({ err: error }, "it did not come up; it is tried again"));
  }

  /** Ends every process: politely first, then for good. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      [...this.#running.values()].map(async (child) => {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        const late = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
        await ended;
        clearTimeout(late);
      }),
    );
  }
}
