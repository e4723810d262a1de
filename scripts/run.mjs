// One run of tests or measurements: a folder for everything temporary, a mark on every process. Both are gone when the run ends, however it ends.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { node, root } from "./bootstrap.mjs";

const OUTPUT_MAX = 1024 * 1024;
const LEAVE_MS = 5_000;
/** What somebody set for a service, a program or a terminal of their own. */
const NOT_FOR_RUNS = /^(IMS_|DATABASE_URL$|PORT$|HOST$|NODE_OPTIONS$|NODE_ENV$|FORCE_COLOR$)/;

export class Run {
  /** Short: addresses of unix sockets have room for some hundred characters. */
  folder = mkdtempSync(path.join(tmpdir(), "ims-"));
  #mark = `IMS_RUN=${randomUUID()}`;
  #groups = new Set();
  ended = false;

  /** The environment of everything this run starts; the pinned Node stands first. */
  get env() {
    const own = Object.entries(process.env).filter(([name]) => !NOT_FOR_RUNS.test(name));
    const [mark, value] = this.#mark.split("=");
    const searched = [path.dirname(node), path.join(root, "node_modules/.bin"), process.env.PATH, "/usr/sbin", "/sbin"];
    return {
      ...Object.fromEntries(own),
      [mark]: value,
      TMPDIR: this.folder,
      PATH: searched.join(":"),
      NO_COLOR: "1",
      NEXT_TELEMETRY_DISABLED: "1",
    };
  }

  /** Ends the run, and with it this process, when this process is told to end. */
  endOnSignal() {
    for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
      process.once(signal, () => void this.end().finally(() => process.exit(code)));
    }
  }

  /** Runs a Node program to its end; answers its exit code (null: killed) and what it printed, which `show` also shows at once. */
  async node(args, { env = {}, limitMs, show = false }) {
    const child = spawn(node, args, {
      cwd: root,
      env: { ...this.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a group of its own, so that it can be ended with all it started
    });
    this.#groups.add(child.pid);
    let output = "";
    const listen = (chunk) => {
      output = (output + chunk).slice(-OUTPUT_MAX);
      if (show) process.stdout.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    const late = setTimeout(() => {
      listen(`\nended after ${limitMs / 60_000} minutes\n`);
      kill(-child.pid, "SIGKILL");
    }, limitMs);
    // "exit", not "close": a process left behind may hold the pipes open.
    const [code] = await once(child, "exit");
    clearTimeout(late);
    this.#groups.delete(child.pid);
    return { code, output };
  }

  /** Ends what still runs and removes what is left. Doing it twice is not an error. */
  async end() {
    this.ended = true;
    for (const pid of this.#groups) kill(-pid, "SIGTERM");
    const deadline = Date.now() + LEAVE_MS;
    for (const signal of ["SIGTERM", "SIGKILL"]) {
      for (const pid of this.#left()) kill(pid, signal);
      while (this.#left().length > 0 && Date.now() < deadline) await delay(100);
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Processes that carry the mark, wherever they have gone in the tree. */
  #left() {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    return pids.filter((pid) => environmentOf(pid).includes(this.#mark)).map(Number);
  }
}

function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
  } catch {
    return []; // gone meanwhile, or another user's
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // it ended by itself
  }
}
