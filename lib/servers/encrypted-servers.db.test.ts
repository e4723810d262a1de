import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createBackup } from "@/lib/backups/commands/create-backup";
import { createWholeImage } from "@/lib/backups/commands/create-whole-image";
import { restoreBackup } from "@/lib/backups/commands/restore-backup";
import { getImage } from "@/lib/images/queries/get-image";
import { createKey } from "@/lib/keys/commands/create-key";
import { db } from "@/lib/platform/db/client";
import { storageOf } from "@/lib/regions/storage-of";
import { aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { runJobs } from "@/lib/testing/jobs";
import { anEncryptedRegistration } from "@/lib/testing/keys";
import { aLazyServer, diskOf, readsAs } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { createSystemImage } from "./commands/create-system-image";
import { getServer } from "./queries/get-server";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");

async function storedBytes(key: string): Promise<Buffer> {
  const { path, release } = await storageOf("cn-north-4").localPath(key);
  return readFile(path).finally(release);
}

it("makes of an encrypted server an image encrypted under the same key, sealed, that makes servers again (PRI-17)", {
  timeout: 120_000,
}, async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId: sealed } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await runJobs(owner);
  const serverId = await aLazyServer(owner, { imageId: sealed });
  expect(await getServer(owner, { serverId })).toMatchObject({ volumes: [{ encrypted: true, keyId }] });
  const { imageId } = await createSystemImage(owner, { serverId, name: "again" });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "normal", encrypted: true, osPlatform: "Fedora" });
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  expect(disk).toMatchObject({ keyId, sealedFor: imageId });
  expect((await storedBytes(disk?.storageKey ?? "")).includes(Buffer.from("z2strm"))).toBe(false);
  const copy = await aLazyServer(owner, { imageId, name: "copy" });
  await runJobs(owner);
  expect(await readsAs(await diskOf(copy), disks.path("raw"))).toBe(true);
});

it("seals what a backup of an encrypted server stores, and a full-server image of it (PRI-17, REL-07)", { timeout: 120_000 }, async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId: sealed } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await runJobs(owner);
  const serverId = await aLazyServer(owner, { imageId: sealed, start: false });
  const { backupId } = await createBackup(owner, { serverId, vaultId: await aVault(owner), name: "nightly" });
  await runJobs(owner);
  const [delta] = await db().backupDelta.findMany({ where: { keyId } });
  expect(delta).toMatchObject({ keyId, sealedFor: backupId });
  expect((await storedBytes(delta?.storageKey ?? "")).includes(Buffer.from("z2strm"))).toBe(false);
  await restoreBackup(owner, { backupId });
  await runJobs(owner);
  expect(await readsAs(await diskOf(serverId), disks.path("raw"))).toBe(true);
  const { imageId } = await createWholeImage(owner, { backupId, name: "whole" });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "normal", encrypted: true, kind: "whole" });
});
