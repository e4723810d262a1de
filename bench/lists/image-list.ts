import http from "node:http";
import { projectOf } from "@/lib/testing/factories";
import { signedIn, tokenHeaders } from "@/lib/testing/sessions";
import { report, reportSpread, secondsOf } from "../report";
import { service } from "../running-service";
import { withManyImages } from "./many-images";
import { timeOf } from "./request";
import { treeCpuSeconds } from "./tree-cpu";

const REQUESTS = 800;
const WARM_UP = 160;
const CONNECTIONS = 16;

/** A page of 20 out of 10,000 private images, as the console asks for it and as clients of the image API do. */
export async function measureImageList(): Promise<void> {
  const { product, owner } = await service();
  const { id: projectId, regionId } = projectOf(owner);
  await withManyImages(owner);
  const { cookie } = await signedIn(owner);
  await measureList(product.pid, "console_list", new URL(`/api/console/r/${regionId}/p/${projectId}/images?type=private`, product.origin), {
    cookie,
  });
  await measureList(product.pid, "openstack_list", new URL("/v2/images?limit=20", product.origin), await tokenHeaders(owner));
}

/** One request after the other, then 16 at a time; and what one costs the service and its database in CPU time. */
async function measureList(pid: number, name: string, url: URL, headers: Readonly<Record<string, string>>): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  for (const connections of [1, CONNECTIONS]) {
    const times: number[] = [];
    const askInTurn = async (count: number) => {
      for (let request = 0; request < count; request++) times.push(await timeOf(url, headers, agent));
    };
    const askAll = (count: number) => Promise.all(Array.from({ length: connections }, () => askInTurn(count / connections)));
    await askAll(WARM_UP); // as many at a time as are measured, so that every connection to the database has planned its statements
    times.length = 0;
    const cpuBefore = await treeCpuSeconds(pid);
    const seconds = await secondsOf(() => askAll(REQUESTS));
    reportSpread(`${name}_by_${connections}`, times);
    report(`${name}_by_${connections}_rate`, times.length / seconds, "1/s");
    report(`${name}_by_${connections}_cpu`, ((await treeCpuSeconds(pid)) - cpuBefore) * (1000 / times.length), "ms");
  }
  agent.destroy();
}
