import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aServer, aVolume } from "@/lib/testing/server-records";
import { createPredefinedTags } from "./commands/create-predefined-tags";
import { deletePredefinedTags } from "./commands/delete-predefined-tags";
import { listPredefinedTags } from "./queries/list-predefined-tags";
import { listTagUses } from "./queries/list-tag-uses";

testDatabase();

it("keeps tags ready for the account, each once, in every region (REL-08)", async () => {
  const account = await anAccount();
  const tags = [
    { key: "env", value: "prod" },
    { key: "env", value: "test" },
    { key: "项目", value: "" },
  ];
  await createPredefinedTags(account.owner, { tags });
  await createPredefinedTags(account.owner, { tags: tags.slice(0, 1) });
  expect(await listPredefinedTags(await account.ownerIn("cn-south-1"), {})).toMatchObject(tags);
  await deletePredefinedTags(account.owner, { tags: tags.slice(1, 2) });
  expect(await listPredefinedTags(account.owner, {})).toHaveLength(2);
});

it("counts each tag over all regions and kinds of resources, of those that are there (REL-08)", async () => {
  const [account, other] = [await anAccount(), await anAccount()];
  const { owner } = account;
  const south = await account.ownerIn("cn-south-1");
  await anImage(owner, { status: "active", tags: ["env=prod", "team=blue"] });
  await anImage(south, { status: "active", tags: ["env=prod"] });
  await anImage(owner, { status: "active", tags: ["env=prod"], recycledAt: new Date() });
  await anImage(other.owner, { status: "active", tags: ["env=prod"] });
  await aServer(owner, { tags: ["env=prod", "env2=a"] });
  await aServer(south, { kind: "bms", tags: ["env=prod"] });
  await aServer(owner, { status: "deleted", deletedAt: new Date(), tags: ["env=prod"] });
  await aServer(other.owner, { tags: ["env=prod"] });
  const serverId = await aServer(owner);
  for (const device of ["vdb", "vdc"]) await aVolume(owner, { serverId, device, bootable: false, tags: ["team=blue"] });
  await aVolume(other.owner, { tags: ["team=blue"] });
  const none = { images: 0, servers: 0, bareMetal: 0, volumes: 0 };
  expect(await listTagUses(owner, {})).toEqual([
    { key: "env", value: "prod", counts: { images: 2, servers: 1, bareMetal: 1, volumes: 0 }, regions: ["cn-north-4", "cn-south-1"] },
    { key: "team", value: "blue", counts: { ...none, images: 1, volumes: 2 }, regions: ["cn-north-4"] },
    { key: "env2", value: "a", counts: { ...none, servers: 1 }, regions: ["cn-north-4"] },
  ]);
});

it("is refused without the right", async () => {
  const account = await anAccount();
  const reader = await account.userWith("IMS ReadOnlyAccess");
  await expect(createPredefinedTags(reader, { tags: [{ key: "a", value: "" }] })).rejects.toMatchObject({ code: "permissionDenied" });
  expect(await listPredefinedTags(reader, {})).toEqual([]);
});
