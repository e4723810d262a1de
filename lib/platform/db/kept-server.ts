import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { log } from "../log";

/** Backends of a killed server need a moment to notice; until then the next one finds their shared memory in use. Unit: ms. */
const RESTART_DELAY_MS = 500;
const WATCH_MS = 1_000;

/**
 * A server program that is started again whenever it ends and was not told to. It may begin with one that runs already, which is no
 * child of this process and can only be looked at.
 */
export class KeptServer {
  #child: ChildProcess | undefined;
  #adopted: number | undefined;
  #kept = false;
  #stopping = false;

  constructor(
    private readonly command: string,
    private readonly args: readonly string[],
    adopted: number | undefined,
  ) {
    this.#adopted = adopted;
    if (adopted === undefined) this.#launch();
    else void this.#watch(adopted);
  }

  /** Of a first start that failed; null while it runs. */
  get exitCode(): number | null {
    return this.#child?.exitCode ?? null;
  }

  /** From now on an end is an accident. */
  keep(): void {
    this.#kept = true;
  }

  /** Ends it cleanly: "fast shutdown" in PostgreSQL's words. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#adopted !== undefined) return endProcess(this.#adopted);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
  }

  #launch(): void {
    // A group of its own: Ctrl-C in the terminal reaches the supervisor, which ends the database last and in order.
    const child = spawn(this.command, this.args, { stdio: ["ignore", "ignore", "inherit"], detached: true });
    this.#child = child;
    child.once("exit", (code, signal) => void this.#revive({ code, signal }));
  }

  async #revive(end: object): Promise<void> {
    if (this.#stopping || !this.#kept) return;
    log.error(end, "the embedded database ended; starting it again");
    await delay(RESTART_DELAY_MS);
    if (!this.#stopping) this.#launch();
  }

  async #watch(pid: number): Promise<void> {
    while (existsSync(`/proc/${pid}`)) await delay(WATCH_MS, undefined, { ref: false });
    this.#adopted = undefined;
    await this.#revive({ pid });
  }
}

async function endProcess(pid: number): Promise<void> {
  if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGINT");
  while (existsSync(`/proc/${pid}`)) await delay(50);
}
