import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aServer } from "@/lib/testing/server-records";
import { freezeServer } from "./commands/freeze-server";
import { renewServer } from "./commands/renew-server";
import { listAnyServers } from "./queries/list-any-servers";

testDatabase();

it("shows the operator the servers of every account of the region, by name of server or account, and which are frozen (LIM-51)", async () => {
  const mark = randomUUID().slice(0, 8);
  const [first, second] = [await anAccount({ name: `debtor-${mark}` }), await anAccount({ name: `payer-${mark}` })];
  const { owner: operator } = await anAccount({ operator: true });
  const owing = await aServer(first.owner, { name: `shop-${mark}` });
  const paid = await aServer(second.owner, { name: `blog-${mark}` });
  await aServer(second.owner, { name: `gone-${mark}`, status: "deleted", deletedAt: new Date() });
  await aServer(await second.ownerIn("cn-south-1"), { name: `far-${mark}` });
  const found = async (filter: Parameters<typeof listAnyServers>[1]) =>
    (await listAnyServers(operator, filter)).items.map(({ name, accountName, state }) => [name, accountName, state]);
  await freezeServer(operator, { serverId: owing });
  expect(await found({ q: mark })).toEqual([
    [`blog-${mark}`, `payer-${mark}`, "stopped"],
    [`shop-${mark}`, `debtor-${mark}`, "frozen"],
  ]);
  expect(await found({ q: `payer-${mark}` })).toEqual([[`blog-${mark}`, `payer-${mark}`, "stopped"]]);
  expect(await found({ q: mark, frozen: true })).toEqual([[`shop-${mark}`, `debtor-${mark}`, "frozen"]]);
  await renewServer(operator, { serverId: owing });
  expect(await found({ q: mark, frozen: true })).toEqual([]);
  await freezeServer(operator, { serverId: paid });
  expect(await found({ q: `blog-${mark}` })).toEqual([[`blog-${mark}`, `payer-${mark}`, "frozen"]]);
});

it("finds them by tag, by its key alone or by key and value, and says which they carry (REL-08)", async () => {
  const [first, second] = [await anAccount(), await anAccount()];
  const { owner: operator } = await anAccount({ operator: true });
  const mark = `team${randomUUID().slice(0, 8)}`;
  await aServer(first.owner, { name: "live", tags: [`${mark}=live`] });
  await aServer(second.owner, { name: "trial", tags: [`${mark}=trial`, "env=test"] });
  await aServer(second.owner, { name: "other", tags: ["env=test"] });
  const found = async (...tags: string[]) => (await listAnyServers(operator, { tags })).items.map((server) => [server.name, server.tags]);
  expect(await found(mark)).toEqual([
    ["trial", [`${mark}=trial`, "env=test"]],
    ["live", [`${mark}=live`]],
  ]);
  expect(await found(`${mark}=live`)).toEqual([["live", [`${mark}=live`]]]);
  expect(await found(mark, "env=test")).toEqual([["trial", [`${mark}=trial`, "env=test"]]]);
});

it("refuses everybody else", async () => {
  const { owner } = await anAccount();
  await expect(listAnyServers(owner, {})).rejects.toMatchObject({ code: "permissionDenied" });
});
