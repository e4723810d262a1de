import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage, aRegistration } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { aBucket, anObject } from "@/lib/testing/objects";
import { systemDisks } from "@/lib/testing/system-disks";
import { registerImage } from "./commands/register-image";
import { getImage } from "./queries/get-image";

testDatabase();
const disks = systemDisks("raw");
/** A disk without any system. */
const EMPTY_DISK = Buffer.alloc(1024 * 1024);

it("registers with what is found on the disk, and tells the owner which of his choices it overruled (OS-07, OS-14)", async () => {
  const { owner } = await anAccount();
  const chosen = { osVersion: "UOS 20 64bit", architecture: "arm", bootMode: "uefi" } as const;
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("raw"), chosen);
  expect(await getImage(owner, { imageId })).toMatchObject({
    state: "normal",
    osVersion: "Fedora 29 64bit",
    architecture: "x86",
    bootMode: "uefi", // of which this disk says nothing
    hasCloudInit: false,
    corrections: [
      { field: "osVersion", chosen: "UOS 20 64bit", found: "Fedora 29 64bit" },
      { field: "architecture", chosen: "arm", found: "x86" },
    ],
  });
});

it("has nothing to correct where the choices are what is found (OS-07)", async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("raw"), { osVersion: "Fedora 29 64bit", architecture: "x86" });
  expect(await getImage(owner, { imageId })).toMatchObject({ osVersion: "Fedora 29 64bit", corrections: [] });
});

it.each([
  ["Windows XP 32bit", "Other_Windows (32_bit)", "windows", 32],
  ["Slackware 14 64bit", "Other_Linux (64_bit)", "linux", 64],
])("registers a file said to hold %s as %s, with a warning (OS-10, OS-11, OS-12, OS-18)", async (osVersion, version, family, bits) => {
  const { owner } = await anAccount();
  const object = await anObject(owner, await aBucket(owner), { name: "disk.img", bytes: EMPTY_DISK });
  const { imageId, unlistedOs } = await registerImage(owner, { objectId: object.id, name: "unlisted", osVersion });
  expect(unlistedOs).toBe(true);
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "normal", osVersion: version, osFamily: family, osBits: bits });
});

it("refuses UEFI for an x86 version that table 6-8 does not list, and nothing is made (OS-15)", async () => {
  const { owner } = await anAccount();
  const refused = aRegistration(owner, EMPTY_DISK, { osVersion: "CentOS 7.3 64bit", architecture: "x86", bootMode: "uefi" });
  await expect(refused).rejects.toMatchObject({ code: "uefiNotSupported", detail: { os: "CentOS 7.3 64bit" } });
  expect(await db().image.count({ where: { accountId: owner.accountId } })).toBe(0);
  const taken = await aRegistration(owner, EMPTY_DISK, { osVersion: "CentOS 7.6 64bit", architecture: "x86", bootMode: "uefi" });
  expect(await getImage(owner, taken)).toMatchObject({ osVersion: "CentOS 7.6 64bit", bootMode: "uefi" });
});
