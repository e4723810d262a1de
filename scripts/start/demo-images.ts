import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import type { Actor, ProjectScope } from "@/lib/platform/operation/actor";
import { authorize, inProject } from "@/lib/platform/operation/authorize";
import { actorOfUser } from "@/lib/platform/operation/load-actor";
import { stopQueue } from "@/lib/platform/queue/boss";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { regions } from "@/lib/regions/configuration";
import { storageOf } from "@/lib/regions/storage-of";
import { type DemoSystem, withDemoDisk } from "./demo-disks";

interface DemoImage extends DemoSystem {
  readonly fileName: string;
  readonly name: string;
  readonly visibility: "public" | "market";
  readonly description: string;
}

/** The public ones are systems that the tables of server series list, or no server could be made from them (USE-13). */
const DEMO_IMAGES: readonly DemoImage[] = [
  {
    fileName: "debian-9.3.qcow2",
    name: "Debian 9.3.0 64bit",
    visibility: "public",
    description: "Debian GNU/Linux 9 (stretch)",
    osRelease: { NAME: "Debian GNU/Linux", ID: "debian", VERSION_ID: "9", PRETTY_NAME: "Debian GNU/Linux 9 (stretch)" },
    files: { "/etc/debian_version": "9.3\n" },
  },
  {
    fileName: "ubuntu-18.04.qcow2",
    name: "Ubuntu 18.04 server 64bit",
    visibility: "public",
    description: "Ubuntu 18.04 LTS (Bionic Beaver)",
    osRelease: { NAME: "Ubuntu", ID: "ubuntu", ID_LIKE: "debian", VERSION_ID: "18.04", PRETTY_NAME: "Ubuntu 18.04 LTS" },
  },
  {
    fileName: "centos-7.6.qcow2",
    name: "CentOS 7.6 64bit",
    visibility: "public",
    description: "CentOS Linux 7.6.1810",
    osRelease: { NAME: "CentOS Linux", ID: "centos", ID_LIKE: "rhel fedora", VERSION_ID: "7", PRETTY_NAME: "CentOS Linux 7 (Core)" },
    files: { "/etc/centos-release": "CentOS Linux release 7.6.1810 (Core)\n" },
  },
  {
    fileName: "openeuler-20.03.qcow2",
    name: "openEuler 20.03 64bit",
    visibility: "public",
    description: "openEuler 20.03 (LTS)",
    osRelease: { NAME: "openEuler", ID: "openEuler", VERSION_ID: "20.03", PRETTY_NAME: "openEuler 20.03 (LTS)" },
  },
  {
    fileName: "web-base-debian-10.qcow2",
    name: "Web base on Debian 10",
    visibility: "market",
    description: "Debian 10 with the folders of a web server",
    osRelease: { NAME: "Debian GNU/Linux", ID: "debian", VERSION_ID: "10", PRETTY_NAME: "Debian GNU/Linux 10 (buster)" },
    files: { "/etc/debian_version": "10.0\n", "/var/www/html/index.html": "<!doctype html><title>It works</title>\n" },
  },
];

/** What the sample in the market says of itself. */
const DEMO_OFFER = {
  status: "approved",
  vendor: "Sample Vendor",
  summary: "A web server's folders, ready to be filled",
  software: ["nginx 1.14", "certbot 0.31"],
  pricePerHour: 0.05,
} satisfies Partial<Prisma.MarketListingUncheckedCreateInput>;

/**
 * Gives the operator's projects sample public and market images, each imported from a small real disk by the same job that
 * imports a tenant's. A region that has its bucket of samples is left alone, so a second start does nothing.
 */
export async function seedDemoImages(): Promise<void> {
  const owner = await db().user.findFirst({ where: { accountOwner: true, account: { operator: true } }, select: { id: true } });
  if (owner === null) return;
  const filled = await db().bucket.findMany({
    where: { name: { in: regions().map(({ id }) => bucketName(id)) } },
    select: { regionId: true },
  });
  const empty = regions().filter(({ id }) => !filled.some(({ regionId }) => regionId === id));
  if (empty.length === 0) return;
  const scopes = new Map<ProjectScope, Actor>();
  for (const { id } of empty) {
    const actor = await actorOfUser(owner.id, { regionId: id }, { requestId: randomUUID(), via: "system" });
    scopes.set(inProject(authorize(actor, "ims:serverImages:create")), actor);
  }
  const stored = await storeDisks([...scopes.keys()]);
  try {
    for (const [scope, actor] of scopes) await db().$transaction((tx) => insertSamples(tx, actor, scope, stored));
  } finally {
    await stopQueue(1);
  }
}

function bucketName(regionId: string): string {
  return `sample-disks-${regionId}`;
}

type StoredDisk = Prisma.BucketObjectUncheckedCreateInput & { readonly regionId: string; readonly image: DemoImage };

/** Makes each disk once and stores it in every region. What a crash leaves behind here no row refers to: the sweep removes it. */
async function storeDisks(scopes: readonly ProjectScope[]): Promise<StoredDisk[]> {
  const buckets = scopes.map(({ project }) => ({ regionId: project.regionId, bucketId: randomUUID() }));
  const stored: StoredDisk[] = [];
  for (const image of DEMO_IMAGES) {
    await withDemoDisk(image, async (file) => {
      const sha256 = createHash("sha256")
        .update(await readFile(file))
        .digest("hex");
      for (const { regionId, bucketId } of buckets) {
        const id = randomUUID();
        const storageKey = bucketObjectKey(bucketId, id);
        const { sizeBytes } = await storageOf(regionId).put(storageKey, createReadStream(file));
        stored.push({ id, bucketId, name: image.fileName, sizeBytes, sha256, storageKey, regionId, image });
      }
    });
  }
  return stored;
}

async function insertSamples(tx: Tx, actor: Actor, scope: ProjectScope, stored: readonly StoredDisk[]): Promise<void> {
  const { accountId, project } = scope;
  const here = stored.filter(({ regionId }) => regionId === project.regionId);
  const id = here[0]?.bucketId ?? randomUUID();
  await tx.bucket.create({
    data: { id, accountId, projectId: project.id, regionId: project.regionId, name: bucketName(project.regionId) },
  });
  for (const { image, regionId: _, ...object } of here) {
    await tx.bucketObject.create({ data: object });
    await insertImage(tx, actor, scope, image, object.id);
  }
}

async function insertImage(tx: Tx, actor: Actor, scope: ProjectScope, image: DemoImage, objectId: string): Promise<void> {
  const imageId = randomUUID();
  await tx.image.create({
    data: {
      id: imageId,
      accountId: scope.accountId,
      projectId: scope.project.id,
      regionId: scope.project.regionId,
      visibility: image.visibility,
      name: image.name,
      description: image.description,
      minDiskGb: 40,
      sourceKind: "file",
      sourceName: image.fileName,
      sourceObjectId: objectId,
      ...(image.visibility === "market"
        ? { listing: { create: { ...DEMO_OFFER, reviewedAt: new Date(), reviewedBy: actor.userName } } }
        : {}),
    },
  });
  await enqueue(tx, actor, scope, { kind: "importImage", payload: { imageId, objectId }, targetName: image.name, imageId });
}
