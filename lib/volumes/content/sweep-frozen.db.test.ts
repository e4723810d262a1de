import { expect, it } from "vitest";
import { createBackup } from "@/lib/backups/commands/create-backup";
import { MIB } from "@/lib/disk/model";
import { freezeVolumeFile, frozenNames } from "@/lib/disk/qemu/volume-file";
import { db } from "@/lib/platform/db/client";
import { aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { aLazyServer, diskOf, sameDisks, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { sweepFrozen } from "./sweep-frozen";
import { openVolume } from "./volume-key";

testDatabase();
diskExports();
const disks = systemDisks("qcow2");
const MINUTE_MS = 60_000;

it("lets go of disks that a worker held which died after its job had ended, and of no other", { timeout: 120_000 }, async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const [serverId, twinId] = [await aLazyServer(owner, { imageId }), await aLazyServer(owner, { imageId })];
  const [disk, twin] = [await diskOf(serverId), await diskOf(twinId)];
  for (const each of [disk, twin]) await writeOnto(each, { byte: 0x31, offset: 3_000 * MIB, length: MIB });
  const { jobId } = await createBackup(owner, { serverId, vaultId: await aVault(owner), name: "nightly" });
  await runJobs(owner);
  expect(await frozenNames(disk.path)).toEqual([]);
  const endedAt = (await db().job.findUniqueOrThrow({ where: { id: jobId } })).endedAt ?? new Date();
  const after = (minutes: number) => new Date(endedAt.getTime() + minutes * MINUTE_MS);

  // As such a worker leaves it: the backup is there, the disk still held under the job's name.
  await freezeVolumeFile(await openVolume({ id: disk.id, regionId: "cn-north-4" }), jobId);
  await sweepFrozen(after(1));
  expect(await frozenNames(disk.path)).toEqual([jobId]);
  const { errorDetail: _none, ...ended } = await db().job.findUniqueOrThrow({ where: { id: jobId } });
  const busy = { ...ended, id: crypto.randomUUID(), payload: {} };
  await db().job.create({ data: { ...busy, status: "running", endedAt: null } });
  await sweepFrozen(after(20));
  expect(await frozenNames(disk.path)).toEqual([jobId]);
  await db().job.update({ where: { id: busy.id }, data: { status: "succeeded", endedAt } });
  await sweepFrozen(after(20));
  expect(await frozenNames(disk.path)).toEqual([]);
  await sweepFrozen(after(20));
  expect(await sameDisks(disk, twin)).toBe(true);
});
