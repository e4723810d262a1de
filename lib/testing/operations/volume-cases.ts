import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "../factories";
import { aServer, aVolume } from "../server-records";
import { type Case, type Cases, listingOf } from "./case";
import { aBootableImage } from "./server-cases";

const ofAVolume = (more: object = {}): Case => ({
  stranger: "notFound",
  input: async (actor) => ({ volumeId: await aVolume(actor), ...more }),
});

async function anAttachedVolume(actor: Actor): Promise<string> {
  return aVolume(actor, { serverId: await aServer(actor), device: "vdb" });
}

export const VOLUME_CASES: Cases = {
  "volumes/attach-volume": {
    stranger: "notFound",
    input: async (actor) => ({ volumeId: await aVolume(actor), serverId: await aServer(actor) }),
  },
  "volumes/create-volumes": {
    stranger: "notFound",
    input: async (actor) => ({
      volumes: [{ name: "data", sizeGb: 40, imageId: await aBootableImage(actor, { kind: "data" }) }],
      zoneId: `${projectOf(actor).regionId}a`,
      serverId: await aServer(actor),
    }),
  },
  "volumes/delete-volume": ofAVolume(),
  "volumes/detach-volume": { stranger: "notFound", input: async (actor) => ({ volumeId: await anAttachedVolume(actor) }) },
  "volumes/grow-volume": ofAVolume({ sizeGb: 200 }),
  "volumes/list-volumes": listingOf(aVolume),
  "volumes/tag-volume": ofAVolume({ set: [{ key: "env", value: "prod" }] }),
};
