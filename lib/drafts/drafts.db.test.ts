import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { savePreference } from "@/lib/preferences/commands/save-preference";
import { getPreference } from "@/lib/preferences/queries/get-preference";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { deleteDraft } from "./commands/delete-draft";
import { saveDraft } from "./commands/save-draft";
import { DRAFTS_MAX } from "./constraints";
import { listDrafts } from "./queries/list-drafts";

testDatabase();

it("keeps a half-typed form until it is sent or thrown away", async () => {
  const { owner } = await anAccount();
  const draftId = crypto.randomUUID();
  await saveDraft(owner, { draftId, form: { name: "my ima", minDiskGb: "4x" } });
  await saveDraft(owner, { draftId, form: { name: "my image", kind: "data", sources: [{ objectId: "1" }] } });
  expect(await listDrafts(owner, {})).toMatchObject([{ id: draftId, form: { name: "my image", kind: "data" } }]);
  await deleteDraft(owner, { draftId });
  expect(await listDrafts(owner, {})).toEqual([]);
});

it("leaves one trace of a draft, however often it is kept, and one of each refusal (REL-09)", async () => {
  const account = await anAccount();
  const draftId = crypto.randomUUID();
  for (const name of ["w", "we", "web"]) await saveDraft(account.owner, { draftId, form: { name } });
  await expect(saveDraft(await account.userWith("IMS FullAccess"), { draftId, form: {} })).rejects.toMatchObject({ code: "notFound" });
  const traces = await db().auditTrace.findMany({ where: { accountId: account.id, trace: "saveDraft" }, orderBy: { time: "asc" } });
  expect(traces).toMatchObject([
    { outcome: "done", resourceId: draftId },
    { outcome: "refused", code: "notFound" },
  ]);
});

it("shows a draft to nobody but who typed it, not even in the same account", async () => {
  const account = await anAccount();
  const draftId = crypto.randomUUID();
  await saveDraft(account.owner, { draftId, form: { name: "mine" } });
  const colleague = await account.userWith("IMS FullAccess");
  expect(await listDrafts(colleague, {})).toEqual([]);
  await expect(saveDraft(colleague, { draftId, form: {} })).rejects.toMatchObject({ code: "notFound" });
  await expect(deleteDraft(colleague, { draftId })).rejects.toMatchObject({ code: "notFound" });
  expect(await listDrafts(await account.ownerIn("cn-south-1"), {})).toEqual([]);
});

it("forgets drafts nobody touched for a week, and the oldest of too many", async () => {
  const { owner } = await anAccount();
  const old = crypto.randomUUID();
  await saveDraft(owner, { draftId: old, form: { name: "old" } });
  await db().imageDraft.update({ where: { id: old }, data: { updatedAt: new Date(Date.now() - 8 * 86_400_000) } });
  expect(await listDrafts(owner, {})).toEqual([]);
  for (let index = 0; index < DRAFTS_MAX + 2; index++)
    await saveDraft(owner, { draftId: crypto.randomUUID(), form: { name: `d${index}` } });
  expect(await listDrafts(owner, {})).toHaveLength(DRAFTS_MAX);
  expect(await db().imageDraft.count({ where: { id: old } })).toBe(0);
});

it("keeps the look of a list for each user", async () => {
  const account = await anAccount();
  const colleague = await account.userWith("IMS ReadOnlyAccess");
  const value = { columns: ["name", "status"], filters: [{ name: "failed", query: "state=error" }] };
  await savePreference(colleague, { name: "images.private", value });
  expect(await getPreference(colleague, { name: "images.private" })).toEqual(value);
  expect(await getPreference(account.owner, { name: "images.private" })).toEqual({});
  await db().preference.updateMany({ where: { userId: colleague.userId }, data: { value: { columns: "all of them" } } });
  expect(await getPreference(colleague, { name: "images.private" })).toEqual({});
});
