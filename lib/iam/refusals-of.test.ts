import { describe, expect, it } from "vitest";
import type { Actor, Statement } from "@/lib/platform/operation/actor";
import { policyStatements } from "@/lib/platform/operation/policy-statements";
import { statementsOf } from "@/lib/platform/operation/system-permissions";
import items from "./authorisation-items.json";
import { refusalsOf } from "./refusals-of";

const PROJECT = { id: "0b5c000000000000000000000000a001", regionId: "cn-north-4" };

function anActor(statements: readonly Statement[], more: Partial<Actor> = {}): Actor {
  return {
    userId: "u",
    userName: "reader",
    accountId: "a",
    accountName: "acme",
    accountOwner: false,
    operator: false,
    project: PROJECT,
    statements,
    requestId: "r",
    via: "console",
    ...more,
  };
}

const custom = (...Statement: readonly object[]) => policyStatements(JSON.stringify({ Version: "1.1", Statement }), {});

describe("what somebody may not do", () => {
  it("is nothing for the account's own user, and everything for one whom nothing was granted (IAM-13)", () => {
    expect(refusalsOf(anActor([], { accountOwner: true }))).toEqual({});
    const none = refusalsOf(anActor([]));
    expect(Object.keys(none)).toEqual(Object.keys(items));
    expect(new Set(Object.values(none))).toEqual(new Set(["permissionDenied"]));
  });

  it("leaves reading to a reader and refuses each change, by the item that would allow it (IAM-16)", () => {
    const refused = refusalsOf(anActor(statementsOf({ permission: "IMS ReadOnlyAccess", projectId: null })));
    expect(refused).toMatchObject({ "ims:images:delete": "permissionDenied", "ecs:servers:create": "permissionDenied" });
    expect(refused).not.toHaveProperty("ims:images:list");
    expect(refused).not.toHaveProperty("evs:volumes:list");
  });

  it("follows custom policies: what they deny is refused, what depends on the image is not refused beforehand (IAM-16)", () => {
    const refused = refusalsOf(
      anActor([
        ...custom({ Effect: "Allow", Action: ["ims:*:*"] }),
        ...custom({ Effect: "Deny", Action: ["ims:images:delete"] }),
        ...custom({ Effect: "Deny", Action: ["ims:images:share"], Condition: { StringEquals: { "g:ResourceTag/stage": ["live"] } } }),
      ]),
    );
    expect(refused).toHaveProperty("ims:images:delete", "permissionDenied");
    expect(refused).not.toHaveProperty("ims:images:share");
    expect(refused).not.toHaveProperty("ims:images:update");
  });

  it("says of a project that nothing was granted for that its region is not open to the user (IAM-04)", () => {
    const elsewhere = statementsOf({ permission: "IMS FullAccess", projectId: "0b5c000000000000000000000000a002" });
    expect(refusalsOf(anActor(elsewhere))).toHaveProperty("ims:images:list", "projectNotAuthorised");
  });
});
