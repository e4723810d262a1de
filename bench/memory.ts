import { readdir, readFile } from "node:fs/promises";
import { report } from "./report";
import { service } from "./running-service";

/** The most memory each process of the service had so far. */
export async function measureMemory(): Promise<void> {
  const { product } = await service();
  for (const pid of await childrenOf(product.pid)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "latin1");
    const name = /dist\/(server|worker)\.mjs/.exec(command)?.[1];
    if (name === undefined) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    report(`${name === "server" ? "web" : name}_peak_memory`, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024, "MiB");
  }
}

async function childrenOf(pid: number): Promise<string[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, "utf8")));
  return lists.flatMap((list) => list.split(" ").filter((child) => child !== ""));
}
