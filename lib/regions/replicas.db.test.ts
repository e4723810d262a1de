import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { getImage } from "@/lib/images/queries/get-image";
import { db } from "@/lib/platform/db/client";
import { imageDiskKey } from "@/lib/platform/storage/paths";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { storageOf } from "./storage-of";

const folder = await mkdtemp(path.join(tmpdir(), "ims-replicas-"));
const rootAt = (name: string) => pathToFileURL(path.join(folder, name)).href;
const region = { id: "cn-north-4", nameZh: "华北-北京四", nameEn: "CN North-Beijing4", geography: "chineseMainland", zones: [{ id: "a" }] };
await writeFile(
  path.join(folder, "regions.json"),
  JSON.stringify([{ ...region, storage: rootAt("1"), replicas: [rootAt("2"), rootAt("3")] }]),
);
process.env.IMS_REGIONS = path.join(folder, "regions.json");
testDatabase();
afterAll(() => rm(folder, { recursive: true }));

it("keeps the disk of an image in every store of its region, and shows in how many (SEC-06)", async () => {
  const { owner } = await anAccount();
  const { id } = await anImage(owner, { status: "active" });
  const storageKey = imageDiskKey(id, "11111111-1111-4111-8111-111111111111");
  await storageOf(projectOf(owner).regionId).put(storageKey, once(Buffer.from("disk")));
  const digests = { objectSha256: "0".repeat(64), contentDigest: "0".repeat(64), blockDigests: new Uint8Array() };
  await db().imageDisk.create({
    data: { id, regionId: "cn-north-4", storageKey, sizeBytes: 4n, virtualSizeBytes: 4n, ...digests, image: { connect: { id } } },
  });
  expect(await getImage(owner, { imageId: id })).toMatchObject({ replicas: 3 });
});

async function* once(chunk: Uint8Array) {
  yield chunk;
}
