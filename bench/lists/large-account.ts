import http from "node:http";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { signedIn } from "@/lib/testing/sessions";
import { report } from "../report";
import { service } from "../running-service";
import { inBulk, insertImages } from "./many-images";
import { timeOf } from "./request";

const IMAGES = 50_000;
const SHARES = 5_000;
const JOBS = 1_000;
const REQUESTS = 100;
const WARM_UP = 10;

/** What the console asks for, by the words its figures are printed under. */
const LISTS = {
  private: "images?type=private",
  private_by_name: "images?type=private&sort=name",
  private_search: "images?type=private&q=abc",
  private_tagged: "images?type=private&tags=team",
  private_filtered: "images?type=private&state=normal&os=linux",
  public: "images?type=public",
  shared: "images?type=shared",
  received: "shares?status=accepted",
  waiting: "shares?status=pending",
  market: "market",
  jobs: "jobs",
  servers: "servers",
  volumes: "volumes",
  traces: "traces",
} as const;

/** The lists of an account with 50,000 private images, 5,000 shares received and 1,000 tasks; one request at a time. */
export async function measureLargeAccount(): Promise<void> {
  const { product } = await service();
  const { owner } = await anAccount();
  await layOut(owner);
  const { id: projectId, regionId } = projectOf(owner);
  const { cookie } = await signedIn(owner);
  const agent = new http.Agent({ keepAlive: true });
  const place = `/r/${regionId}/p/${projectId}`;
  const addresses = Object.entries(LISTS).map(([name, path]) => [name, `/api/console${place}/${path}`] as const);
  for (const [name, path] of [...addresses, ["private_page", `${place}/images/private`] as const]) {
    const times: number[] = [];
    for (let request = -WARM_UP; request < REQUESTS; request++) {
      const time = await timeOf(new URL(path, product.origin), { cookie }, agent);
      if (request >= 0) times.push(time);
    }
    times.sort((a, b) => a - b);
    report(`large_${name}_p95`, times[Math.floor(REQUESTS * 0.95)] ?? 0, "ms");
  }
  agent.destroy();
}

async function layOut(owner: Actor): Promise<void> {
  const { owner: friend } = await anAccount();
  await insertImages(owner, IMAGES);
  await insertImages(friend, SHARES);
  const { id: projectId, regionId } = projectOf(owner);
  await inBulk(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO "ImageMember" ("imageId", "accountId", "projectId", "status", "createdAt")
      SELECT "id", ${owner.accountId}::uuid, ${projectId}, (ARRAY['pending', 'accepted'])[1 + (random() < 0.5)::int]::"MemberStatus", "createdAt"
      FROM "Image" WHERE "accountId" = ${friend.accountId}::uuid`;
    await tx.$executeRaw`
      INSERT INTO "Job" ("id", "accountId", "projectId", "regionId", "kind", "payload", "status", "imageId", "targetName", "createdAt", "endedAt")
      SELECT gen_random_uuid(), ${owner.accountId}::uuid, ${projectId}, ${regionId}, 'importImage', '{}', 'succeeded', "id", "name", "createdAt", now()
      FROM "Image" WHERE "accountId" = ${owner.accountId}::uuid LIMIT ${JOBS}`;
    await tx.$executeRaw`
      UPDATE "Image" SET "tags" = ARRAY['team=' || (hashtext("name") % 7)::text], "osFamily" = 'linux'
      WHERE "accountId" = ${owner.accountId}::uuid AND random() < 0.3`;
  });
  for (const table of ["Image", "ImageMember", "Job"]) await db().$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
}
