import { getImageRecord } from "@/lib/images/queries/get-image-record";
import { addMembers } from "@/lib/members/commands/add-members";
import { removeMembers } from "@/lib/members/commands/remove-members";
import { updateMemberStatus } from "@/lib/members/commands/update-member-status";
import { ANSWERS, MEMBER_STATUSES, type MemberView } from "@/lib/members/model";
import { listMembers } from "@/lib/members/queries/list-members";
import { AppError, isAppError } from "@/lib/platform/errors";
import type { Answer, ProvenCall } from "../call";
import { Fault } from "../fault";
import { readJson } from "../read-json";
import { imageIdOf } from "./handlers";

const PROJECT_ID = /^[0-9a-f]{32}$/i;

/** Members are projects here, as OpenStack knows them; a recipient sees itself only. */
export async function getMembers(call: ProvenCall): Promise<Answer> {
  const members = await membersOf(call, imageIdOf(call));
  return { status: 200, body: { members: members.map(toWireMember), schema: "/v2/schemas/members" } };
}

export async function getMember(call: ProvenCall): Promise<Answer> {
  return { status: 200, body: toWireMember(await theMember(call)) };
}

/** Shares the image with a project. */
export async function postMember(call: ProvenCall): Promise<Answer> {
  const imageId = imageIdOf(call);
  const member = textOf(await readJson(call.request), "member");
  // Glance looks for the image first: what is none, or not one's own, is not found or forbidden whatever the member.
  if (!PROJECT_ID.test(member)) await getImageRecord(call.actor, { imageId });
  await addMembers(call.actor, { imageId, recipients: [member] }).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== "shareTargetInvalid") throw error;
    if (error.detail.reason === "alreadyMember") throw new Fault(409, `Member ${member} is duplicated for image ${imageId}.`);
    throw new Fault(400, `The member ${member} is no project that the image can be shared with.`);
  });
  const added = (await listMembers(call.actor, { imageId })).find(({ projectId }) => projectId === member.toLowerCase());
  if (added === undefined) throw missing(member, imageId);
  return { status: 200, body: toWireMember(added) };
}

/** Answers a share; only who was asked may. */
export async function putMember(call: ProvenCall): Promise<Answer> {
  const { imageId, projectId } = await theMember(call);
  const asked = textOf(await readJson(call.request), "status");
  if (!MEMBER_STATUSES.some((known) => known === asked)) throw new Fault(400, `Incorrect status: ${asked}`);
  if (projectId !== call.actor.project?.id) throw new Fault(403, "Not allowed to update members for this image.");
  const status = ANSWERS.find((known) => known === asked);
  if (status === undefined) throw new Fault(400, "An answer cannot be taken back, only changed.");
  await updateMemberStatus(call.actor, { imageIds: [imageId], status });
  return { status: 200, body: toWireMember(await theMember(call)) };
}

export async function deleteMember(call: ProvenCall): Promise<Answer> {
  const { imageId, accountId } = await theMember(call);
  await removeMembers(call.actor, { imageId, accountIds: [accountId] });
  return { status: 204 };
}

async function theMember(call: ProvenCall): Promise<MemberView> {
  const imageId = imageIdOf(call);
  const member = call.params.member ?? "";
  const found = (await membersOf(call, imageId)).find(({ projectId }) => projectId === member.toLowerCase());
  if (found === undefined) throw missing(member, imageId);
  return found;
}

/** What everybody may see has no members; what one was asked to share shows oneself before one has accepted it. */
async function membersOf({ actor }: ProvenCall, imageId: string): Promise<readonly MemberView[]> {
  try {
    return await listMembers(actor, { imageId });
  } catch (error) {
    if (!isAppError(error) || error.code !== "notFound") throw error;
    await getImageRecord(actor, { imageId });
    return [];
  }
}

function missing(member: string, imageId: string): Fault {
  return new Fault(404, `${member} not found in the member list of the image ${imageId}.`);
}

function textOf(body: unknown, name: string): string {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  if (typeof value !== "string" || value === "") throw new AppError("invalidArgument", { field: name, reason: "required" });
  return value;
}

function toWireMember({ imageId, projectId, status, createdAt, updatedAt }: MemberView) {
  return {
    member_id: projectId,
    image_id: imageId,
    status,
    created_at: toWireTime(createdAt),
    updated_at: toWireTime(updatedAt),
    schema: "/v2/schemas/member",
  };
}

function toWireTime(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
