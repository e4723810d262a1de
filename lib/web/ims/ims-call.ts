import type { z } from "zod";
import { AppError, isAppError } from "@/lib/platform/errors";
import words from "@/messages/en/errors.json";
import { type Answer, type Call, type Handler, type ProvenCall, proven } from "../openstack/call";
import { Fault } from "../openstack/fault";
import { readJson } from "../openstack/read-json";
import { sendAnswer } from "../openstack/send";

/**
 * A handler of the IMS API and of the neighbouring APIs its clients need. A path that names a project names the token's; refusals are told
 * by the code of the error table and in the service's own words. Source: IMS API reference, "Errors".
 */
export function imsCall(handle: (call: ProvenCall) => Promise<Answer>): Handler {
  return proven(async (call) => {
    try {
      const { project } = call.params;
      if (project !== undefined && project !== call.actor.project?.id) throw new AppError("notFound", { project });
      return await handle(call);
    } catch (error) {
      if (!isAppError(error)) throw error;
      throw new Fault(error.status, `${words[error.code].title}. ${words[error.code].advice}`, {}, error.wireCode);
    }
  }, "ims-api");
}

/** Reads a body by its schema. Errors: `invalidArgument` names the first wrong field. */
export async function readBody<Schema extends z.ZodType>({ request }: Call, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await readJson(request));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError("invalidArgument", { field: issue?.path.join(".") ?? "", reason: issue?.message ?? "" });
}

/** A fault as the IMS API tells it. */
export function sendImsFault(call: Call, { status, explanation, headers, wireCode }: Fault): void {
  sendAnswer(call, { status, headers, body: { error: { code: wireCode, message: explanation } } });
}

const ID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/** An id of a path, with or without dashes. Errors: `notFound` for what is none. */
export function idOf({ params }: ProvenCall, name: string): string {
  const id = params[name] ?? "";
  if (!ID.test(id)) throw new AppError("notFound", { id });
  return id.replace(ID, "$1-$2-$3-$4-$5").toLowerCase();
}

/** Ids of jobs are 32 hex digits there. */
export function wireJobId(jobId: string): string {
  return jobId.replaceAll("-", "");
}
