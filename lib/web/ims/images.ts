import { z } from "zod";
import { createSystemImage } from "@/lib/servers/commands/create-system-image";
import { parseTag } from "@/lib/tags/model";
import type { Answer } from "../openstack/call";
import { imsCall, readBody, wireJobId } from "./ims-call";

const createBody = z.object({
  name: z.string(),
  instance_id: z.uuid(),
  description: z.string().optional(),
  min_ram: z.number().optional(),
  max_ram: z.number().optional(),
  tags: z.array(z.string()).optional(),
  image_tags: z.array(z.object({ key: z.string(), value: z.string().default("") })).optional(),
});

/** Makes a system disk image of a server (PRI-01, PRI-11). Tags are `key.value` texts in `tags`, pairs in `image_tags`. */
export const createImageOfServer = imsCall(async (call): Promise<Answer> => {
  const body = await readBody(call, createBody);
  const tags = body.image_tags ?? (body.tags ?? []).map((text) => parseTag(text.replace(".", "=")));
  const { jobId } = await createSystemImage(call.actor, {
    ...{ serverId: body.instance_id, name: body.name, tags },
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.min_ram === undefined ? {} : { minRamMb: body.min_ram }),
    ...(body.max_ram === undefined ? {} : { maxRamMb: body.max_ram }),
  });
  return { status: 200, body: { job_id: wireJobId(jobId) } };
});
