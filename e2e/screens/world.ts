import { randomBytes, randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { requestQuota } from "@/lib/quotas/commands/request-quota";
import { type AccountOptions, anAccount, projectOf, type TestAccount } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { layOutBackups } from "./samples/backups";
import { layOutExchange } from "./samples/exchange";
import { layOutIam } from "./samples/iam";
import { layOutImages } from "./samples/images";
import { layOutKeys } from "./samples/keys";
import { layOutObjects } from "./samples/objects";
import { layOutServers } from "./samples/servers";
import { layOutTraces } from "./samples/traces";

/** Who looks at a screen: somebody with everything, who runs the platform, with nothing yet, who may only read, who may only see images, who may see none of them, without any grant, not signed in. */
export type Viewer = "owner" | "operator" | "newcomer" | "reader" | "looker" | "clerk" | "ungranted" | "visitor";

/** What stands in the console before anybody looks at it. */
export interface World {
  readonly viewers: Readonly<Record<Exclude<Viewer, "visitor">, Actor>>;
  readonly bucket: string;
  readonly emptyBucket: string;
  /** Where screens upload to. */
  readonly uploadBucket: string;
  readonly objects: Readonly<Record<"ubuntu" | "unlisted", string>>;
  readonly images: Readonly<Record<"normal" | "creating" | "failed" | "centos" | "whole", string>>;
  readonly key: string;
  readonly policy: string;
  readonly servers: Readonly<Record<"filling", string>>;
}

const DEMO_LIMIT_MS = 90_000;

/** Lays out an account with every kind of thing in every state, and one with nothing. Rows only: none of it has bytes behind it. */
export async function layOutWorld(): Promise<World> {
  const full = await accountCalled("aurora");
  const { owner } = full;
  const bucket = await aBucket(owner, "disk-uploads");
  const empty = await aBucket(owner, "archive");
  const uploads = await aBucket(owner, "golden-images");
  const objects = await layOutObjects(bucket.id, owner);
  const images = await layOutImages(owner, objects);
  const servers = await layOutServers(owner, images);
  await layOutBackups(owner, servers.second);
  const key = await layOutKeys(owner);
  const policy = await layOutIam(owner);
  await layOutTraces(owner);
  await layOutExchange(owner, images.normal);
  await requestQuota(owner, { imagesLimit: 120, reason: "Golden images of three more product lines" });
  const operator = await accountCalled("meridian", { operator: true });
  const newcomer = await accountCalled("borealis");
  await demoImagesAreThere();
  return {
    viewers: {
      owner,
      newcomer: newcomer.owner,
      operator: operator.owner,
      reader: await full.userWith("IMS ReadOnlyAccess"),
      looker: await full.userWithPolicy([{ Effect: "Allow", Action: ["ims:images:list", "ims:images:get"] }]),
      clerk: await operator.userWithPolicy([{ Effect: "Allow", Action: ["iam:users:list", "ims:prices:get"] }]),
      ungranted: await full.userWith("none"),
    },
    bucket: bucket.id,
    emptyBucket: empty.id,
    uploadBucket: uploads.id,
    objects,
    images,
    key,
    policy,
    servers,
  };
}

/** The account of this name, or of one like it where an earlier run has that already. */
async function accountCalled(name: string, options: AccountOptions = {}): Promise<TestAccount> {
  const taken = await db().account.count({ where: { name } });
  return anAccount({ ...options, name: taken === 0 ? name : `${name}-${randomBytes(2).toString("hex")}` });
}

/** The public and market images of a demo are real: they are imported after the start. */
async function demoImagesAreThere(): Promise<void> {
  const deadline = Date.now() + DEMO_LIMIT_MS;
  const unfinished = {
    kind: "importImage",
    status: { in: ["queued" as const, "running" as const] },
    image: { visibility: { not: "private" as const } },
  };
  while (Date.now() < deadline && (await db().job.count({ where: unfinished })) > 0)
    await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Columns of a row in the actor's project. */
export function inProjectOf(actor: Actor): { id: string; accountId: string; projectId: string; regionId: string } {
  const { id: projectId, regionId } = projectOf(actor);
  return { id: randomUUID(), accountId: actor.accountId, projectId, regionId };
}

export function minutesAgo(minutes: number): Date {
  return new Date(Date.now() - minutes * 60_000);
}
