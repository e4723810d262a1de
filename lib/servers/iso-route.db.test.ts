import { expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { getImage } from "@/lib/images/queries/get-image";
import { whyNot } from "@/lib/images/rules/why-not";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { aServer } from "@/lib/testing/server-records";
import { applyForServers, diskOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { createSystemImage } from "./commands/create-system-image";
import { recordInstall } from "./commands/record-install";
import { reinstallServer } from "./commands/reinstall-server";
import { startServer } from "./commands/start-server";
import { getServer } from "./queries/get-server";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");

/** What registering an ISO file leaves: an image of the kind ISO with the file's bytes as its disk. */
async function anIsoImage(actor: Parameters<typeof aRegisteredImage>[0]): Promise<string> {
  const { imageId } = await aRegisteredImage(actor, await disks.bytes("raw"), { name: "installer" });
  await db().image.update({ where: { id: imageId }, data: { kind: "iso" } });
  return imageId;
}

it("goes the four steps in their order, and the image keeps the mark of the ISO through generations (PRI-09, LIM-07, IMG-11)", async () => {
  const { owner } = await anAccount();
  const isoImageId = await anIsoImage(owner);
  const { serverIds } = await applyForServers(owner, { imageId: isoImageId, name: "install", systemDiskGb: 40 });
  const [serverId = ""] = serverIds;
  await runJobs(owner);
  expect(await getServer(owner, { serverId })).toMatchObject({
    status: "stopped",
    install: { isoImageId, osInstalledAt: null, driversInstalledAt: null },
    volumes: [{ bootable: true, sizeGb: 40, status: "independent" }],
  });
  await startServer(owner, { serverId });
  const refused = (missing: string) => ({ code: "isoImageNotAllowed", detail: { missing } });
  await expect(createSystemImage(owner, { serverId, name: "early" })).rejects.toMatchObject(refused("os"));
  await expect(recordInstall(owner, { serverId, step: "drivers" })).rejects.toMatchObject({ code: "installStepOrder" });
  await writeOnto(await diskOf(serverId), { byte: 0x77, offset: 0, length: 1024 * 1024 });
  await recordInstall(owner, { serverId, step: "os" });
  await expect(createSystemImage(owner, { serverId, name: "early" })).rejects.toMatchObject(refused("drivers"));
  await recordInstall(owner, { serverId, step: "drivers" });
  const { imageId } = await createSystemImage(owner, { serverId, name: "installed" });
  await runJobs(owner);
  const image = await getImage(owner, { imageId });
  expect(image).toMatchObject({ kind: "system", state: "normal", fromIso: true, sourceServerId: serverId, virtualSizeBytes: 40 * GIB });
  expect((await db().image.findUniqueOrThrow({ where: { id: imageId } })).originImageId).toBe(isoImageId);
  expect(whyNot("copyInRegion", image)).toMatchObject({ code: "isoImageNotAllowed" });
  expect(whyNot("export", image)).toMatchObject({ code: "isoImageNotAllowed" });
  const next = await applyForServers(owner, { imageId, name: "next" });
  await runJobs(owner);
  const again = await createSystemImage(owner, { serverId: next.serverIds[0] ?? "", name: "generation two" });
  await runJobs(owner);
  expect(await getImage(owner, { imageId: again.imageId })).toMatchObject({ state: "normal", fromIso: true });
  expect(await readsAs(await diskOf(next.serverIds[0] ?? ""), disks.path("raw"))).toBe(false);
});

it("makes one temporary server at a time, and the ISO image is no system to reinstall (IMG-11)", async () => {
  const { owner } = await anAccount();
  const isoImageId = await anIsoImage(owner);
  await expect(applyForServers(owner, { imageId: isoImageId, count: 2 })).rejects.toMatchObject({
    code: "invalidArgument",
    detail: { field: "count" },
  });
  const serverId = await aServer(owner);
  await expect(reinstallServer(owner, { serverId, imageId: isoImageId })).rejects.toMatchObject({ code: "isoImageNotAllowed" });
  await expect(recordInstall(owner, { serverId, step: "os" })).rejects.toMatchObject({ code: "conflict" });
});
