import { beforeAll, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { actorOfSession, actorOfToken } from "@/lib/platform/operation/load-actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { revokeSessions } from "./commands/revoke-sessions";
import { LOCK_OUT_MINUTES, SESSION_HOURS, SIGN_IN_ATTEMPTS_MAX } from "./constraints";
import { issueToken, revokeToken } from "./issue-token";
import { closeSession, openSession } from "./open-session";
import { hashPassword } from "./password";

testDatabase();

const PASSWORD = "correct horse battery";
let passwordHash = "";
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

const info = () => ({ requestId: crypto.randomUUID(), sourceIp: "192.0.2.7", via: "console" as const });

async function aTenant() {
  const account = await anAccount({ ownerPasswordHash: passwordHash });
  const signIn = (password = PASSWORD, request = info()) =>
    openSession({ account: account.name, user: account.name, password, userAgent: "a browser" }, request);
  const user = () => db().user.findUniqueOrThrow({ where: { id: account.owner.userId } });
  return { account, signIn, user };
}

const tracesOf = (requestId: string) => db().auditTrace.findMany({ where: { requestId } });

it("opens a session for the right password, for twelve hours, and says so in the audit", async () => {
  const { account, signIn } = await aTenant();
  const request = info();
  const { sessionId, expiresAt } = await signIn(PASSWORD, request);
  const actor = await actorOfSession(sessionId, { regionId: "cn-south-1" }, info());
  expect(actor).toMatchObject({ accountId: account.id, accountOwner: true, project: { regionId: "cn-south-1" } });
  expect(Math.abs(expiresAt.getTime() - Date.now() - SESSION_HOURS * 3_600_000)).toBeLessThan(60_000);
  expect(await tracesOf(request.requestId)).toMatchObject([
    { trace: "login", outcome: "done", accountId: account.id, userName: account.name, sourceIp: "192.0.2.7" },
  ]);
});

it("says the same of a wrong password, an unknown user and an unknown account, and records each", async () => {
  const { account, signIn } = await aTenant();
  const request = info();
  await expect(signIn("wrong password", request)).rejects.toMatchObject({ code: "unauthenticated", detail: {} });
  const attempts = [
    { account: account.name, user: "nobody", password: PASSWORD },
    { account: "no-such-account", user: account.name, password: PASSWORD },
  ];
  for (const attempt of attempts)
    await expect(openSession(attempt, request)).rejects.toMatchObject({ code: "unauthenticated", detail: {} });
  const traces = await tracesOf(request.requestId);
  expect(traces.map(({ trace, outcome, code }) => [trace, outcome, code])).toEqual(
    Array.from({ length: 3 }, () => ["login", "refused", "unauthenticated"]),
  );
  expect(traces.map(({ accountId }) => accountId).sort()).toEqual([account.id, account.id, null].sort());
  expect(JSON.stringify(traces, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(PASSWORD);
});

it("locks a user after five wrong passwords in a row, tells only who knows the right one, and opens again after a while", async () => {
  const { signIn, user } = await aTenant();
  for (let attempt = 0; attempt < SIGN_IN_ATTEMPTS_MAX - 1; attempt++)
    await expect(signIn("wrong password")).rejects.toMatchObject({ code: "unauthenticated" });
  await signIn();
  expect((await user()).failedSignIns).toBe(0);
  for (let attempt = 0; attempt < SIGN_IN_ATTEMPTS_MAX; attempt++) {
    await expect(signIn("wrong password")).rejects.toMatchObject({ code: "unauthenticated" });
  }
  await expect(signIn("wrong password")).rejects.toMatchObject({ code: "unauthenticated", detail: {} });
  await expect(signIn()).rejects.toMatchObject({ code: "accountLocked", detail: { minutes: LOCK_OUT_MINUTES } });
  const { id, lockedUntil } = await user();
  expect(Math.abs((lockedUntil?.getTime() ?? 0) - Date.now() - LOCK_OUT_MINUTES * 60_000)).toBeLessThan(60_000);
  await db().user.update({ where: { id }, data: { lockedUntil: new Date(Date.now() - 1) } });
  await signIn();
  expect(await user()).toMatchObject({ failedSignIns: 0, lockedUntil: null });
});

it("locks a user whose passwords are guessed all at once", async () => {
  const { signIn, user } = await aTenant();
  const guesses = Array.from({ length: 12 }, () => signIn("wrong password"));
  await Promise.allSettled(guesses);
  expect((await user()).lockedUntil).not.toBeNull();
  await expect(signIn()).rejects.toMatchObject({ code: "accountLocked" });
});

it("lets nobody in who is disabled, or whose account is, and ends the sessions they have", async () => {
  const { account, signIn } = await aTenant();
  const { sessionId } = await signIn();
  await db().user.update({ where: { id: account.owner.userId }, data: { enabled: false } });
  await expect(signIn()).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(actorOfSession(sessionId, {}, info())).rejects.toMatchObject({ code: "unauthenticated" });
  await db().user.update({ where: { id: account.owner.userId }, data: { enabled: true } });
  await db().account.update({ where: { id: account.id }, data: { enabled: false } });
  await expect(signIn()).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(actorOfSession(sessionId, {}, info())).rejects.toMatchObject({ code: "unauthenticated" });
});

it("ends a session at sign-out, at its time, and all of a user's, tokens too, when they are revoked", async () => {
  const { account, signIn } = await aTenant();
  const sessions = await Promise.all([signIn(), signIn(), signIn(), signIn()].map(async (session) => (await session).sessionId));
  const [left = "", expired = "", one = "", two = ""] = sessions;
  const ended = { code: "unauthenticated" };
  const use = (sessionId: string) => actorOfSession(sessionId, {}, info());
  for (const sessionId of sessions) await use(sessionId);
  await closeSession(left);
  await closeSession(left);
  await expect(use(left)).rejects.toMatchObject(ended);
  await db().session.update({ where: { id: expired }, data: { expiresAt: new Date(Date.now() - 1) } });
  await expect(use(expired)).rejects.toMatchObject(ended);
  const project = projectOf(account.owner).id;
  const [revoked, kept] = [await issueToken(account.owner.userId, project), await issueToken(account.owner.userId, project)];
  await revokeToken(revoked.token);
  await expect(actorOfToken(revoked.token, info())).rejects.toMatchObject(ended);
  expect(await actorOfToken(kept.token, info())).toMatchObject({ project: { id: project } });
  await revokeSessions(account.owner, { userId: account.owner.userId });
  for (const sessionId of [one, two]) await expect(use(sessionId)).rejects.toMatchObject(ended);
  await expect(actorOfToken(kept.token, info())).rejects.toMatchObject(ended);
  await use((await signIn()).sessionId);
});

it("knows neither another account's project nor a region that does not serve this one (REG-02)", async () => {
  const [{ account, signIn }, other] = [await aTenant(), await anAccount()];
  const { sessionId } = await signIn();
  const act = (choice: Parameters<typeof actorOfSession>[1]) => actorOfSession(sessionId, choice, info());
  await expect(act({ projectId: projectOf(other.owner).id })).rejects.toMatchObject({ code: "notFound" });
  await expect(act({ projectId: projectOf(account.owner).id, regionId: "cn-south-1" })).rejects.toMatchObject({ code: "notFound" });
  await db().project.deleteMany({ where: { accountId: account.id, regionId: "cn-east-3" } }); // as if the region were dedicated to others
  await expect(act({ regionId: "cn-east-3" })).rejects.toMatchObject({ code: "projectNotAuthorised", detail: { region: "cn-east-3" } });
});
