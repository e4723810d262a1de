import { db } from "@/lib/platform/db/client";
import { findRegion } from "@/lib/regions/configuration";
import { createServers } from "@/lib/servers/commands/create-servers";
import { projectOf } from "@/lib/testing/factories";
import { report } from "./report";
import { service } from "./running-service";
import { until } from "./until";

const SERVERS = 100;

/** From one request for a hundred servers of one image until the disk of the last can be read (USE-05). */
export async function measureBatch(): Promise<void> {
  const { owner } = await service();
  const { regionId } = projectOf(owner);
  const image = await db().image.findFirstOrThrow({
    where: { regionId, visibility: "public", status: "active", architecture: "x86" },
    select: { id: true },
  });
  const zoneId = findRegion(regionId)?.zones[0]?.id ?? "";
  const started = performance.now();
  const { serverIds } = await createServers(owner, { imageId: image.id, name: "batch", flavorId: "s6.small.2", zoneId, count: SERVERS });
  report("batch_100_servers_accepted", performance.now() - started, "ms");
  await until(async () => (await db().server.count({ where: { id: { in: [...serverIds] }, status: "stopped" } })) === SERVERS);
  report("batch_100_servers_ready", (performance.now() - started) / 1000, "s");
}
