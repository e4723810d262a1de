import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { applyForServers, diskOf, readsAs } from "@/lib/testing/servers";
import { qemuImg } from "@/lib/testing/system-disks";
import { withDemoDisk } from "@/scripts/start/demo-disks";
import { publishPublicImage } from "./commands/publish-public-image";
import { isCharged } from "./model";
import { getImage } from "./queries/get-image";
import { listImages } from "./queries/list-images";
import { parseImageSearch } from "./schemas";

testDatabase();
diskExports();

/** What the platform offers, as the systems name themselves on their disks. */
const SYSTEMS = {
  EulerOS: {
    osRelease: { NAME: "EulerOS", ID: "euleros", VERSION_ID: "2.0", PRETTY_NAME: "EulerOS 2.0 (SP5)" },
    files: { "/etc/euleros-release": "EulerOS release 2.0 (SP5)\n" },
  },
  Ubuntu: {
    osRelease: { NAME: "Ubuntu", ID: "ubuntu", ID_LIKE: "debian", VERSION_ID: "18.04", PRETTY_NAME: "Ubuntu 18.04 LTS" },
    files: {},
  },
  CentOS: {
    osRelease: { NAME: "CentOS Linux", ID: "centos", ID_LIKE: "rhel fedora", VERSION_ID: "7", PRETTY_NAME: "CentOS Linux 7 (Core)" },
    files: { "/etc/centos-release": "CentOS Linux release 7.6.1810 (Core)\n" },
  },
} as const;

it("offers the platform's own EulerOS beside Ubuntu, CentOS and Windows Server, whole, free and ready for servers (PUB-06)", {
  timeout: 120_000,
}, async () => {
  const [{ owner: platform }, { owner: customer }] = [await anAccount({ operator: true }), await anAccount()];
  const offer = async (bytes: Buffer, input: { name: string; osVersion?: string }) => {
    const { imageId } = await aRegisteredImage(platform, bytes, input);
    await publishPublicImage(platform, { imageId, features: ["userData"] });
    return imageId;
  };
  for (const [family, system] of Object.entries(SYSTEMS)) {
    await withDemoDisk(system, async (file) => {
      const imageId = await offer(await readFile(file), { name: family });
      const found = await listImages(customer, parseImageSearch("public", { platform: family }));
      expect(
        found.items.map(({ id }) => id),
        family,
      ).toEqual([imageId]);
      const image = await getImage(customer, { imageId });
      expect(isCharged(image), family).toBe(false);
      expect(image).toMatchObject({ type: "public", state: "normal", integrity: { damage: null } });
      const { serverIds } = await applyForServers(customer, { imageId, name: family.toLowerCase() });
      await runJobs(customer);
      await qemuImg("convert", "-f", "qcow2", "-O", "raw", file, `${file}.raw`);
      expect(await readsAs(await diskOf(serverIds[0] ?? ""), `${file}.raw`), family).toBe(true);
    });
  }
  // Its licence keeps a Windows disk out of the tests: this one tells of no system, so the platform's word for it stands.
  const windows = await withDemoDisk(SYSTEMS.Ubuntu, async (file) => {
    await qemuImg("create", "-f", "qcow2", `${file}.empty`, "24M");
    return offer(await readFile(`${file}.empty`), { name: "windows", osVersion: "Windows Server 2016 Standard 64bit" });
  });
  const found = await listImages(customer, parseImageSearch("public", { platform: "Windows" }));
  expect(found.items.map(({ id, osFamily }) => [id, osFamily])).toEqual([[windows, "windows"]]);
});
