import { readdir, readFile } from "node:fs/promises";
import { report } from "./report";
import { service } from "./running-service";

/** What each process of the service holds now, and the most it held so far. */
export async function measureMemory(): Promise<void> {
  const { product } = await service();
  for (const pid of await childrenOf(product.pid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "latin1");
    const name = /dist\/(server|worker)\.mjs/.exec(command)?.[1];
    if (name === undefined) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const mebibytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    const label = name === "server" ? "web" : name;
    report(`${label}_memory`, mebibytes("VmRSS"), "MiB");
    report(`${label}_peak_memory`, mebibytes("VmHWM"), "MiB");
  }
}

async function childrenOf(pid: number): Promise<string[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, "utf8")));
  return lists.flatMap((list) => list.split(" ").filter((child) => child !== ""));
}
