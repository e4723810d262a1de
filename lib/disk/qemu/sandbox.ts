import { type ChildProcess, spawn } from "node:child_process";
import { basename } from "node:path";
import { type Readable, Writable } from "node:stream";
import { AppError } from "@/lib/platform/errors";
import { GIB, MIB } from "../model";
import { type SandboxCommand, type SandboxFiles, type SandboxLimits, sandboxArguments } from "./sandbox-command";

export interface SandboxOptions extends SandboxCommand {
  readonly limits?: Partial<SandboxLimits>;
  readonly signal?: AbortSignal;
  /** Most bytes of standard output that are kept; the tool is stopped above it. */
  readonly maxOutputBytes?: number;
  /** Sees standard output as it comes, for progress. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Takes standard output over, as fast as it likes; nothing of it is kept or counted then. It must be read to its end or destroyed. */
  readonly takeOutput?: (stdout: Readable) => void;
  /** Exit codes that are answers, not failures; 0 alone when absent. */
  readonly exitCodes?: readonly number[];
}

export interface SandboxResult {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface SandboxedProcess {
  /** Settles when nothing of the sandbox runs any more. Rejects as `runSandboxed` does. */
  readonly finished: Promise<SandboxResult>;
  /** Kills everything in the sandbox and waits for its end. Never rejects, safe to call twice. */
  end(): Promise<void>;
}

const DEFAULT_LIMITS: SandboxLimits = {
  memoryBytes: 2 * GIB,
  cpuSeconds: 120,
  fileSizeBytes: 64 * MIB,
  wallSeconds: 300,
  processes: 256,
  temporaryBytes: 64 * MIB,
};
const TOOL_PATH = { PATH: "/usr/bin:/bin", NODE_ENV: "production" } as const; // the type of an environment demands NODE_ENV
const STDERR_KEPT = 4096;
const STDERR_TOLD = 300;

type StopReason = "cancelled" | "timeout" | "outputTooLarge" | "ended";

/**
 * Runs one external tool that may see hostile bytes: no network, no files but those named, no rights, bounded in memory, processor
 * time, wall time and output, killed with everything it started on abort and when the service dies. Never a shell's word splitting:
 * arguments arrive as given. Call it from a thread that outlives the tool: the kernel ties the tool to the thread that started it.
 * Errors: `cancelled` on abort; `storageFull`; else `toolFailed` with `tool` and `reason` (`timeout`, `outputTooLarge`, `exit`,
 * `toolMissing`, or `sandboxUnavailable` where bubblewrap cannot work), `exitCode` and the end of stderr without host paths.
 * Source: bubblewrap(1), prlimit(1).
 */
export async function runSandboxed(options: SandboxOptions): Promise<SandboxResult> {
  return spawnSandboxed(options).finished;
}

/** Starts a tool that runs until `end()`, abort, its limits, or the death of the service; otherwise as `runSandboxed`. */
export function spawnSandboxed(options: SandboxOptions): SandboxedProcess {
  if (options.signal?.aborted) {
    const refused = Promise.reject<SandboxResult>(new AppError("cancelled"));
    refused.catch(() => {});
    return { finished: refused, end: async () => {} };
  }
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  // No environment: variables of the service may hold secrets. Detached: Ctrl-C in a terminal is for the service to handle.
  const child = spawn("bwrap", sandboxArguments(options, limits), {
    detached: true,
    env: TOOL_PATH,
    stdio: ["ignore", "pipe", "pipe", options.secret === undefined ? "ignore" : "pipe"],
  });
  handOver(child, options.secret);
  const run = new SandboxRun(child, options);
  const onAbort = () => run.stop("cancelled");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const timer = limits.wallSeconds === undefined ? undefined : setTimeout(() => run.stop("timeout"), limits.wallSeconds * 1000);
  const finished = run.result().finally(() => {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  });
  finished.catch(() => {});
  return {
    finished,
    async end() {
      run.stop("ended");
      await finished.catch(() => {});
    },
  };
}

/** Says whether the sandbox works on this host: starts one and asserts that it hides the host's files. Takes some 30 ms. */
export async function checkSandbox(): Promise<{ ok: boolean; reason?: string }> {
  try {
    await runSandboxed({ command: "test", args: ["!", "-e", "/etc/passwd"], files: { readOnly: [] }, limits: { wallSeconds: 10 } });
    return { ok: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, reason: [error.detail.reason, error.detail.stderr].filter(Boolean).join(": ") };
  }
}

function handOver(child: ChildProcess, secret: Uint8Array | undefined): void {
  const pipe = child.stdio[3];
  if (secret === undefined || !(pipe instanceof Writable)) return;
  pipe.on("error", () => undefined); // the sandbox ended before it had read it, and says itself why
  pipe.end(secret);
}

class SandboxRun {
  private readonly chunks: Buffer[] = [];
  private outputBytes = 0;
  private stderr = "";
  private stopped: StopReason | undefined;
  private readonly maxOutputBytes: number;

  constructor(
    private readonly child: ChildProcess,
    private readonly options: SandboxOptions,
  ) {
    this.maxOutputBytes = options.maxOutputBytes ?? MIB;
  }

  stop(reason: StopReason): void {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.stopped ??= reason;
    if (this.child.pid === undefined) return;
    // bubblewrap takes its process namespace down with it. Before it has one, what it forked is in its process group and would be left.
    process.kill(-this.child.pid, "SIGKILL");
  }

  result(): Promise<SandboxResult> {
    if (this.options.takeOutput && this.child.stdout) this.options.takeOutput(this.child.stdout);
    else this.child.stdout?.on("data", (chunk: Buffer) => this.keepOutput(chunk));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr = (this.stderr + text).slice(-STDERR_KEPT);
    });
    return new Promise((resolve, reject) => {
      this.child.once("error", () => reject(this.failure("sandboxUnavailable")));
      this.child.once("close", (code) => {
        const exitCode = code ?? -1;
        const accepted = this.options.exitCodes ?? [0];
        if (this.stopped === undefined && accepted.includes(exitCode)) {
          resolve({ stdout: Buffer.concat(this.chunks), stderr: this.stderr, exitCode });
        } else {
          reject(this.error(exitCode));
        }
      });
    });
  }

  private keepOutput(chunk: Buffer): void {
    this.options.onOutput?.(chunk);
    this.outputBytes += chunk.length;
    if (this.outputBytes > this.maxOutputBytes) this.stop("outputTooLarge");
    else this.chunks.push(chunk);
  }

  private error(exitCode: number): AppError {
    if (this.stopped === "cancelled") return new AppError("cancelled");
    if (this.stopped) return this.failure(this.stopped);
    if (this.stderr.includes("No space left on device")) return new AppError("storageFull", { tool: this.options.command });
    if (this.stderr.startsWith("bwrap: ")) return this.failure("sandboxUnavailable", exitCode);
    if (exitCode === 127) return this.failure("toolMissing", exitCode);
    return this.failure("exit", exitCode);
  }

  private failure(reason: string, exitCode?: number): AppError {
    return new AppError("toolFailed", {
      tool: this.options.command,
      reason,
      ...(exitCode !== undefined && { exitCode }),
      stderr: withoutHostPaths(this.stderr, this.options.files).trim().slice(-STDERR_TOLD),
    });
  }
}

function withoutHostPaths(text: string, files: SandboxFiles): string {
  return [...files.readOnly, ...(files.writable ?? [])].reduce((rest, { host }) => rest.replaceAll(host, basename(host)), text);
}
