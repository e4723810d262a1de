import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { fuzz, inputOf } from "@/lib/disk/fuzzing/fuzz";
import { FUZZ_SUBJECTS } from "@/lib/disk/fuzzing/subjects";

/** Rounds of one parser before the next has its turn. */
const ROUNDS = 500;
/** A round takes some milliseconds; one that takes this long never ends. */
const HANG_MS = 30_000;
const MEMORY_MAX_BYTES = 1024 ** 3;
const FOUND = path.join(import.meta.dirname, "../lib/disk/fuzzing/found");

interface Turn {
  readonly subject: number;
  readonly seed: number;
  /** The round under way, for whoever watches. */
  readonly round: SharedArrayBuffer;
}

function keep(subject: string, input: Uint8Array, reason: string): void {
  const name = `${subject}.${createHash("sha256").update(input).digest("hex").slice(0, 12)}.gz`;
  mkdirSync(FOUND, { recursive: true });
  writeFileSync(path.join(FOUND, name), gzipSync(input));
  process.stdout.write(`found ${name}: ${reason}\n`);
}

async function work({ subject: index, seed, round }: Turn): Promise<void> {
  const subject = FUZZ_SUBJECTS[index];
  if (subject === undefined) throw new Error(`no subject ${index}`);
  const under = new Int32Array(round);
  const { outcomes, found } = await fuzz(subject, { seed, count: ROUNDS, onRound: (now) => Atomics.store(under, 0, now) });
  for (const { input, error } of found) keep(subject.name, input, error instanceof Error ? (error.stack ?? error.message) : String(error));
  const memoryBytes = process.memoryUsage().rss;
  if (memoryBytes > MEMORY_MAX_BYTES) process.stdout.write(`found ${subject.name}: ${memoryBytes} bytes of memory from seed ${seed}\n`);
  parentPort?.postMessage({ outcomes, found: found.length + (memoryBytes > MEMORY_MAX_BYTES ? 1 : 0) });
}

/** One turn in a thread of its own, which can be ended when it hangs. Answers how many inputs broke the parser. */
async function turn(index: number, seed: number): Promise<number> {
  const round = new SharedArrayBuffer(4);
  const worker = new Worker(new URL(import.meta.url), { workerData: { subject: index, seed, round } satisfies Turn });
  let seen = -1;
  let found = 0;
  const watch = setInterval(() => {
    const now = Atomics.load(new Int32Array(round), 0);
    if (now === seen) void hung(now);
    seen = now;
  }, HANG_MS);
  const hung = async (now: number) => {
    const subject = FUZZ_SUBJECTS[index];
    if (subject) keep(subject.name, inputOf(subject, await subject.seeds(), seed + now), `no answer within ${HANG_MS} ms`);
    found += 1;
    await worker.terminate();
  };
  await new Promise<void>((resolve) => {
    worker.on("message", (message: { found: number }) => {
      found += message.found;
    });
    worker.on("error", (error) => {
      process.stdout.write(`found ${FUZZ_SUBJECTS[index]?.name}: thread ended from seed ${seed}: ${error.stack}\n`);
      found += 1;
    });
    worker.on("exit", () => resolve());
  });
  clearInterval(watch);
  return found;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "5" }, seed: { type: "string" }, only: { type: "string" } },
  });
  const first = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  const end = Date.now() + Number(values.minutes) * 60_000;
  const chosen = FUZZ_SUBJECTS.flatMap(({ name }, index) => (values.only === undefined || name === values.only ? [index] : []));
  let [seed, found, rounds] = [first, 0, 0];
  while (Date.now() < end && chosen.length > 0) {
    for (const index of chosen) {
      if (Date.now() >= end) break;
      found += await turn(index, seed);
      rounds += ROUNDS;
    }
    seed += ROUNDS;
  }
  process.stdout.write(`${rounds} inputs for ${chosen.length} parsers from seed ${first}: ${found} found\n`);
  process.exitCode = found === 0 ? 0 : 1;
}

await (isMainThread ? main() : work(workerData as Turn)); // what turn() sends
