import { addGroupMember } from "@/lib/iam/commands/add-group-member";
import { createGrant } from "@/lib/iam/commands/create-grant";
import { createGroup } from "@/lib/iam/commands/create-group";
import { createUser } from "@/lib/iam/commands/create-user";
import type { Actor } from "@/lib/platform/operation/actor";
import { createPolicy } from "@/lib/policies/commands/create-policy";
import { type Case, type Cases, listingOf } from "./case";

const name = () => `n-${crypto.randomUUID()}`;
const aGroup = async (actor: Actor) => (await createGroup(actor, { name: name() })).groupId;
const aUser = async (actor: Actor) => (await createUser(actor, { name: name(), password: "long enough" })).userId;

async function aMember(actor: Actor) {
  const member = { groupId: await aGroup(actor), userId: await aUser(actor) };
  await addGroupMember(actor, member);
  return member;
}

const aDocument = JSON.stringify({ Version: "1.1", Statement: [{ Effect: "Allow", Action: ["ims:images:get"] }] });
const aPolicy = async (actor: Actor) => (await createPolicy(actor, { name: name(), document: aDocument })).policyId;

async function aGrant(actor: Actor) {
  const group = { groupId: await aGroup(actor), policyId: await aPolicy(actor), projectId: null };
  return { grantId: (await createGrant(actor, group)).grantId };
}

const nothing: Case = { stranger: "nothing", input: async () => ({}) };

export const ACCOUNT_CASES: Cases = {
  "audit/list-traces": nothing,
  "iam/add-group-member": { stranger: "notFound", input: async (actor) => ({ groupId: await aGroup(actor), userId: await aUser(actor) }) },
  "iam/create-account": {
    stranger: "permissionDenied",
    input: async () => ({ name: name(), ownerName: "owner", password: "long enough" }),
  },
  "iam/create-grant": {
    stranger: "notFound",
    input: async (actor) => ({ groupId: await aGroup(actor), permission: "IMS ReadOnlyAccess", projectId: null }),
  },
  "iam/create-group": { stranger: "own", input: async () => ({ name: name() }) },
  "iam/delete-grant": { stranger: "notFound", input: aGrant },
  "iam/delete-group": { stranger: "notFound", input: async (actor) => ({ groupId: await aGroup(actor) }) },
  "iam/list-groups": listingOf(aMember),
  "iam/list-users": listingOf(aUser),
  "iam/set-user-enabled": { stranger: "notFound", input: async (actor) => ({ userId: await aUser(actor), enabled: false }) },
  "policies/create-policy": { stranger: "own", everywhere: true, input: async () => ({ name: name(), document: aDocument }) },
  "policies/delete-policy": { stranger: "notFound", everywhere: true, input: async (actor) => ({ policyId: await aPolicy(actor) }) },
  "policies/get-policy": { stranger: "notFound", everywhere: true, input: async (actor) => ({ policyId: await aPolicy(actor) }) },
  "policies/list-policies": { ...listingOf(aPolicy), everywhere: true },
  "policies/update-policy": {
    stranger: "notFound",
    everywhere: true,
    input: async (actor) => ({ policyId: await aPolicy(actor), name: name(), document: aDocument }),
  },
  "iam/create-user": { stranger: "own", input: async () => ({ name: name(), password: "long enough" }) },
  "iam/remove-group-member": { stranger: "notFound", input: aMember },
  "iam/revoke-sessions": { stranger: "notFound", input: async (actor) => ({ userId: await aUser(actor) }) },
  "pricing/estimate-month": nothing,
  "pricing/get-prices": nothing,
  "quotas/get-quota": nothing,
};
