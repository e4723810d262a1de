import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { changeQuota } from "./commands/change-quota";
import { decideQuotaRequest } from "./commands/decide-quota-request";
import { requestQuota } from "./commands/request-quota";
import { getQuota } from "./queries/get-quota";
import { listProjectQuotas } from "./queries/list-project-quotas";
import { listQuotaRequests } from "./queries/list-quota-requests";

testDatabase();

it("raises the limit of the account in the region, and of no other, when the operator grants it (LIM-01, PRI-20)", async () => {
  const [tenant, platform] = [await anAccount(), await anAccount({ operator: true })];
  const { requestId } = await requestQuota(tenant.owner, { imagesLimit: 80, reason: "一个新项目" });
  expect(await listQuotaRequests(platform.owner, { all: true, pendingOnly: true })).toMatchObject([
    { id: requestId, accountName: tenant.name, regionId: "cn-north-4", imagesLimit: 80, current: { imagesLimit: 50, imagesUsed: 0 } },
  ]);
  const decider = inNewRequest(platform.owner);
  await decideQuotaRequest(decider, { requestId, approve: true, answer: "fine" });
  expect(await getQuota(tenant.owner, {})).toMatchObject({ imagesLimit: 80 });
  expect(await getQuota(await tenant.ownerIn("cn-south-1"), {})).toMatchObject({ imagesLimit: 50 });
  expect(await listQuotaRequests(tenant.owner, {})).toMatchObject([{ id: requestId, status: "approved", answer: "fine" }]);
  expect(await tracesOf(decider)).toMatchObject([{ trace: "decideQuotaRequest", outcome: "done", resourceId: requestId }]);
});

it("leaves the limit when it is declined, and lets ask again", async () => {
  const [tenant, platform] = [await anAccount(), await anAccount({ operator: true })];
  const { requestId } = await requestQuota(tenant.owner, { imagesLimit: 80, reason: "more" });
  await decideQuotaRequest(platform.owner, { requestId, approve: false });
  expect(await getQuota(tenant.owner, {})).toMatchObject({ imagesLimit: 50 });
  await expect(requestQuota(tenant.owner, { imagesLimit: 60, reason: "less" })).resolves.toHaveProperty("requestId");
});

it("takes one open request at a time, and only for more", async () => {
  const { owner } = await anAccount();
  await expect(requestQuota(owner, { imagesLimit: 50, reason: "the same" })).rejects.toMatchObject({ code: "invalidArgument" });
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => requestQuota(owner, { imagesLimit: 51, reason: "more" })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(results.filter((result) => result.status === "rejected" && result.reason.code === "conflict")).toHaveLength(5);
});

it("is decided once, whoever decides at the same time", async () => {
  const [tenant, platform] = [await anAccount(), await anAccount({ operator: true })];
  const { requestId } = await requestQuota(tenant.owner, { imagesLimit: 80, reason: "more" });
  const decide = (approve: boolean) => decideQuotaRequest(platform.owner, { requestId, approve });
  const results = await Promise.allSettled([decide(true), decide(false), decide(true), decide(false)]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("lets the operator set any account's limits, and nobody else", async () => {
  const [tenant, platform] = [await anAccount(), await anAccount({ operator: true })];
  const { id: projectId } = projectOf(tenant.owner);
  await changeQuota(platform.owner, { projectId, imagesLimit: 0, tasksLimit: 7 });
  expect(await getQuota(tenant.owner, {})).toMatchObject({ imagesLimit: 0, tasksLimit: 7 });
  expect(await listProjectQuotas(platform.owner, { q: tenant.name })).toContainEqual(
    expect.objectContaining({ projectId, imagesLimit: 0, tasksLimit: 7, accountName: tenant.name }),
  );
  for (const act of [
    () => changeQuota(tenant.owner, { projectId, imagesLimit: 99 }),
    () => listProjectQuotas(tenant.owner, {}),
    () => listQuotaRequests(tenant.owner, { all: true }),
  ])
    await expect(act()).rejects.toMatchObject({ code: "permissionDenied" });
  await expect(changeQuota(platform.owner, { projectId: "0".repeat(32), imagesLimit: 1 })).rejects.toMatchObject({ code: "notFound" });
});
