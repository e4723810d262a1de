import { readdir, readFile } from "node:fs/promises";

/** Unit of the kernel's CPU times: 1/100 s. */
const TICKS_PER_SECOND = 100;

interface ProcessTimes {
  readonly parent: number;
  readonly seconds: number;
}

/** CPU time so far of a process and of everything below it, ended children included: what work costs, however busy the machine is. Unit: seconds. */
export async function treeCpuSeconds(root: number): Promise<number> {
  const processes = new Map<number, ProcessTimes>();
  for (const name of await readdir("/proc")) {
    const times = /^\d+$/.test(name) ? await timesOf(name) : undefined;
    if (times !== undefined) processes.set(Number(name), times);
  }
  const below = (pid: number): boolean => pid === root || (processes.has(pid) && below(processes.get(pid)?.parent ?? 0));
  return [...processes].reduce((sum, [pid, { seconds }]) => (below(pid) ? sum + seconds : sum), 0);
}

async function timesOf(pid: string): Promise<ProcessTimes | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => undefined); // it may have ended meanwhile
  if (stat === undefined) return undefined;
  // Behind the name, which may hold anything: state, parent, …, then user and system time, and both of children that have ended.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, time) => sum + Number(time), 0);
  return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
}
