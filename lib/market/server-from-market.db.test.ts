import { expect, it } from "vitest";
import { getImage } from "@/lib/images/queries/get-image";
import { whyNot } from "@/lib/images/rules/why-not";
import { createSystemImage } from "@/lib/servers/commands/create-system-image";
import { getServer } from "@/lib/servers/queries/get-server";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { applyForServers, diskOf, readsAs } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { publishImage } from "./commands/publish-image";
import { reviewListing } from "./commands/review-listing";
import { takeOffShelf } from "./commands/take-off-shelf";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");

it("makes a server of a market image with its bytes, marks what comes of it, and keeps it when the image leaves the shelf (MKT-03, USE-01, LIM-45)", {
  timeout: 180_000,
}, async () => {
  const [vendor, operator, customer] = [await anAccount(), await anAccount({ operator: true }), await anAccount()];
  const { imageId } = await aRegisteredImage(vendor.owner, await disks.bytes("qcow2"), { name: "appliance" });
  await expect(applyForServers(customer.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  await publishImage(vendor.owner, { imageId, vendor: "Acme", summary: "An appliance", software: [], pricePerHour: 0.1 });
  await expect(applyForServers(customer.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  await reviewListing(operator.owner, { imageId, verdict: "approve" });

  const [serverId = ""] = (await applyForServers(customer.owner, { imageId, name: "bought", start: true })).serverIds;
  await takeOffShelf(operator.owner, { imageId, reason: "outdated" });
  await runJobs(customer.owner);
  expect(await getServer(customer.owner, { serverId })).toMatchObject({ status: "running", imageName: "appliance" });
  expect(await readsAs(await diskOf(serverId), disks.path("raw"))).toBe(true);

  const own = await createSystemImage(customer.owner, { serverId, name: "of-bought" });
  await runJobs(customer.owner);
  const image = await getImage(customer.owner, { imageId: own.imageId });
  expect(image).toMatchObject({ state: "normal", originType: "market", originMarket: true });
  expect(whyNot("export", image)).toMatchObject({ code: "exportMarketOrigin" });
  await expect(applyForServers(customer.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
});
