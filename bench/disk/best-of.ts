import { readFile } from "node:fs/promises";
import { report, secondsOf } from "../report";

/** The shortest of some runs: what the work takes when others leave the machine alone. Unit: seconds. */
export async function bestOf(runs: number, work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) best = Math.min(best, await secondsOf(work));
  return best;
}

/** Unit of the kernel's CPU times: 1/100 s. */
const TICKS_PER_SECOND = 100;

/** CPU time of this process, all its threads and the tools it ran: what the work costs, however busy the machine is. Unit: seconds. */
export async function cpuSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = await cpuSeconds();
  await work();
  return (await cpuSeconds()) - before;
}

async function cpuSeconds(): Promise<number> {
  const stat = await readFile("/proc/self/stat", "latin1");
  // Behind the name, which may hold anything: user, system, and both of children that have ended.
  const times = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15);
  return times.reduce((sum, time) => sum + Number(time), 0) / TICKS_PER_SECOND;
}

/** How often the event loop's own work is looked at. Unit: ms. */
const TICK_MS = 5;

/**
 * Runs work and prints the longest time the event loop was kept from turning: CPU time of the main thread between two turns, so that a
 * machine busy with other things does not count.
 */
export async function watched<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  let longest = 0;
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
  }, TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    report(`${name}_loop_blocked`, longest, "ms");
  }
}
