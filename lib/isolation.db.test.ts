import { describe, expect, it } from "vitest";
import { authorisationItems } from "./iam/authorisation-items";
import { db } from "./platform/db/client";
import type { Actor } from "./platform/operation/actor";
import { IMAGE_ACTIONS, POLICY_SERVICES } from "./policies/constraints";
import { testDatabase } from "./testing/database";
import { anAccount } from "./testing/factories";
import { allOperations, staleCases } from "./testing/operations/all-operations";
import { idsIn, rowsOf } from "./testing/rows-of";
import { camelCase } from "./testing/source-file";
import { inNewRequest, tracesOf } from "./testing/traces";

testDatabase();

/** The error code of a refusal, or what was answered. */
async function outcomeOf(work: Promise<unknown>): Promise<{ code: string } | { answer: unknown }> {
  return work.then(
    (answer) => ({ answer }),
    (error: { code?: string }) => ({ code: error.code ?? String(error) }),
  );
}

/** An answer as text to look for ids in; sizes of records are big integers. */
function textOf(answer: unknown): string {
  return JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ?? "";
}

const EVERYTHING = { Effect: "Allow" as const, Action: POLICY_SERVICES.map((service) => `${service}:*:*`) };

/** Names of the operations behind the actions for which a policy can name images. */
const ABOUT_IMAGES = new Set(
  authorisationItems()
    .filter(({ item }) => IMAGE_ACTIONS.includes(item))
    .flatMap(({ operations }) => operations),
);

const jobsIn = (actor: Actor) => db().job.count({ where: { requestId: actor.requestId } });

it("tries out every operation there is, and none that is gone", () => {
  expect(staleCases()).toEqual([]);
});

describe.each(allOperations().map((operation) => [operation.name, operation] as const))("%s", (_, found) => {
  const command = found.kind === "command";

  it("shows and changes nothing of another account (IMG-04)", async () => {
    const [mine, other] = [await anAccount(), await anAccount()];
    const operation = await found.load();
    const input = await found.case.input(mine.owner);
    const before = await rowsOf(mine.id);
    const stranger = inNewRequest(other.owner);
    const outcome = await outcomeOf(operation(stranger, input));
    if ("code" in outcome) expect(outcome.code).toBe(found.case.stranger);
    else {
      expect(["nothing", "own"]).toContain(found.case.stranger);
      const answer = textOf(outcome.answer);
      expect(idsIn(before).filter((id) => answer.includes(id))).toEqual([]);
    }
    expect(await rowsOf(mine.id)).toEqual(before);
    const refused = "code" in outcome;
    if (command)
      expect(await tracesOf(stranger)).toMatchObject([refused ? { outcome: "refused", code: outcome.code } : { outcome: "done" }]);
    if (refused) expect(await jobsIn(stranger)).toBe(0);
  });

  if (found.regional)
    it("knows nothing of the same account's other regions (REG-09)", async () => {
      const account = await anAccount();
      const elsewhere = inNewRequest(await account.ownerIn("cn-south-1"));
      const operation = await found.load();
      const input = await found.case.input(account.owner);
      const ids = idsIn(await rowsOf(account.id));
      const outcome = await outcomeOf(operation(elsewhere, input));
      if (found.case.stranger === "notFound") expect(outcome).toEqual({ code: found.case.elsewhere ?? "notFound" });
      else if (found.case.stranger === "nothing" && "answer" in outcome) {
        const answer = textOf(outcome.answer);
        expect(ids.filter((id) => answer.includes(id))).toEqual([]);
      } else expect(outcome).toHaveProperty("answer");
    });

  it("is refused to a user without a grant, and to one whose grant is for another region (IAM-01, IAM-03, REL-11)", async () => {
    const account = await anAccount();
    const operation = await found.load();
    const input = await found.case.input(account.owner);
    const before = await rowsOf(account.id);
    const abroad = await account.userWith("IMS FullAccess", { regionId: "cn-south-1" });
    const users = [
      [await account.userWith("none"), "permissionDenied"],
      [await account.inRegion(abroad, "cn-north-4"), "projectNotAuthorised"],
    ] as const;
    for (const [user, code] of users) {
      expect(await outcomeOf(operation(user, input))).toEqual({ code });
      expect(await tracesOf(user)).toMatchObject(command ? [{ outcome: "refused", code, userName: user.userName }] : []);
    }
    expect({ ...(await rowsOf(account.id)), User: [], Group: [] }).toEqual({ ...before, User: [], Group: [] });
  });

  it("is refused to one whose policy allows everything on other images only (IAM-06, SEC-10)", async () => {
    const account = await anAccount();
    const operation = await found.load();
    const input = await found.case.input(account.owner);
    const elsewhere = { ...EVERYTHING, Resource: [`ims:*:*:image:${crypto.randomUUID()}`] };
    const user = await account.userWithPolicy([elsewhere]);
    const before = await rowsOf(account.id);
    // A draft is its user's alone: whoever else asks is told so first.
    const code = found.name.startsWith("drafts/") ? expect.stringMatching(/^(permissionDenied|notFound)$/) : "permissionDenied";
    expect(await outcomeOf(operation(user, input))).toEqual({ code });
    expect(await rowsOf(account.id)).toEqual(before);
  });

  if (ABOUT_IMAGES.has(camelCase(found.name.split("/")[1] ?? "")))
    it("asks for the right on each very image it is about (IAM-06, SEC-10)", async () => {
      const account = await anAccount();
      const operation = await found.load();
      const input = await found.case.input(account.owner);
      const images = await db().image.findMany({ select: { id: true } });
      const named = images.map(({ id }) => `ims:*:*:image:${id}`);
      const user = await account.userWithPolicy([EVERYTHING, { ...EVERYTHING, Effect: "Deny", Resource: named }]);
      const before = await rowsOf(account.id);
      expect(await outcomeOf(operation(user, input))).toEqual({ code: "permissionDenied" });
      expect(await rowsOf(account.id)).toEqual(before);
    });

  if (command && !found.case.hushes)
    it("leaves one trace of who did it to what, and when (REL-09)", async () => {
      const { owner } = await anAccount({ operator: true });
      const operation = await found.load();
      const input = await found.case.input(owner);
      const asker = inNewRequest(owner);
      await operation(asker, input);
      const traces = await db().auditTrace.findMany({ where: { requestId: asker.requestId } });
      expect(traces).toMatchObject([
        {
          trace: operation.trace,
          outcome: "done",
          code: null,
          accountId: owner.accountId,
          projectId: owner.project?.id,
          regionId: owner.project?.regionId,
          userId: owner.userId,
          userName: owner.userName,
          sourceIp: "192.0.2.1",
          via: "console",
          resourceType: expect.stringMatching(/^[a-z]+$/),
          resourceId: expect.stringMatching(/^[0-9a-f-]{32,36}$/),
        },
      ]);
      expect(Math.abs(Date.now() - (traces[0]?.time.getTime() ?? 0))).toBeLessThan(60_000);
    });

  if (!command)
    it("answers its own account without a trace (IAM-13)", async () => {
      const { owner } = await anAccount({ operator: found.case.stranger === "permissionDenied" });
      const operation = await found.load();
      const input = await found.case.input(owner);
      const asker = inNewRequest(owner);
      expect(await outcomeOf(operation(asker, input))).toHaveProperty("answer");
      expect(await tracesOf(asker)).toEqual([]);
    });
});
