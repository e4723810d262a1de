import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import type { ImageRelations } from "./model";
import { getImageRelations } from "./queries/get-image-relations";

testDatabase();

async function aServer(actor: Actor, imageId: string, name: string): Promise<string> {
  const { id: projectId, regionId } = projectOf(actor);
  const id = crypto.randomUUID();
  const place = { accountId: actor.accountId, projectId, regionId, zoneId: "a" };
  await db().server.create({ data: { id, ...place, name, flavorId: "s6.small.1", imageId, imageName: "i" } });
  return id;
}

const pathsOf = ({ nodes, edges }: ImageRelations) => {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? "?";
  return edges.map(({ from, relation, to }) => `${nameOf(from)} -${relation}-> ${nameOf(to)}`).sort();
};

it("tells where an image came from over servers, copies and regions, and what came of it (PRI-25)", async () => {
  const [account, platform] = [await anAccount(), await anAccount({ operator: true })];
  const { owner } = account;
  const windows = await anImage(platform.owner, { status: "active", visibility: "public", name: "windows" });
  const first = await aServer(owner, windows.id, "first");
  const origin = { status: "active", sourceKind: "server" } as const;
  const made = await anImage(owner, { ...origin, name: "made", sourceServerId: first, originImageId: windows.id });
  const second = await aServer(owner, made.id, "second");
  const again = await anImage(owner, { ...origin, name: "again", sourceServerId: second, originImageId: made.id });
  const south = await account.ownerIn("cn-south-1");
  await anImage(south, {
    status: "active",
    sourceKind: "copy",
    name: "copy",
    copiedFromId: made.id,
    sourceServerId: first,
    originImageId: windows.id,
  });
  const whole = ["first -server-> made", "made -copy-> copy", "made -image-> second", "second -server-> again", "windows -image-> first"];
  expect(pathsOf(await getImageRelations(owner, { imageId: made.id }))).toEqual(whole);
  expect(pathsOf(await getImageRelations(owner, { imageId: again.id }))).toEqual(
    ["first -server-> made", "made -image-> second", "second -server-> again", "windows -image-> first"].sort(),
  );
  expect(await getImageRelations(owner, { imageId: made.id })).toMatchObject({
    copies: [{ name: "copy", regionId: "cn-south-1" }],
    servers: [{ id: second, name: "second" }],
    serverCount: 1,
  });
});

it("tells of the file and of the backup an image came of (PRI-25, IMG-08)", async () => {
  const { owner } = await anAccount();
  const file = await anImage(owner, { status: "active", sourceKind: "file", sourceName: "disk.vmdk", name: "from-file" });
  const backupId = crypto.randomUUID();
  const backup = { sourceKind: "backup", sourceBackupId: backupId, sourceName: "nightly" };
  const whole = await anImage(owner, { status: "active", kind: "whole", name: "all", ...backup });
  expect(pathsOf(await getImageRelations(owner, { imageId: file.id }))).toEqual(["disk.vmdk -file-> from-file"]);
  expect(pathsOf(await getImageRelations(owner, { imageId: whole.id }))).toEqual(["nightly -backup-> all"]);
});

it("shows nothing of another account but that there is something (IMG-04)", async () => {
  const [mine, theirs] = [await anAccount(), await anAccount()];
  const secret = await anImage(theirs.owner, { status: "active", name: "secret" });
  const copy = await anImage(mine.owner, { status: "active", sourceKind: "copy", name: "copy", copiedFromId: secret.id });
  const relations = await getImageRelations(mine.owner, { imageId: copy.id });
  expect(pathsOf(relations)).toEqual(["? -copy-> copy"]);
  expect(JSON.stringify(relations)).not.toContain("secret");
  await db().imageMember.create({
    data: { imageId: secret.id, accountId: mine.owner.accountId, projectId: projectOf(mine.owner).id, status: "accepted" },
  });
  await aServer(theirs.owner, secret.id, "their-server");
  const shared = await getImageRelations(mine.owner, { imageId: secret.id });
  expect(shared).toMatchObject({ servers: [], serverCount: 0 });
  expect(JSON.stringify(shared)).not.toContain("their-server");
});

it("comes to an end with a chain of any length", async () => {
  const { owner } = await anAccount();
  let last = await anImage(owner, { status: "active", name: "c0" });
  for (let index = 1; index < 20; index++)
    last = await anImage(owner, { status: "active", sourceKind: "copy", name: `c${index}`, copiedFromId: last.id });
  const { nodes } = await getImageRelations(owner, { imageId: last.id });
  expect(nodes.length).toBeGreaterThan(10);
});
