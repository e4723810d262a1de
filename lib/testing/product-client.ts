import { ApiClient } from "./api-client";

export interface SignIn {
  readonly account?: string;
  readonly password: string;
}

/** The status of a sign-in for a token, and the token where there is one. */
export async function signInTo(origin: string, { account = "admin", password }: SignIn): Promise<{ status: number; token: string }> {
  const user = { name: account, domain: { name: account }, password };
  const scope = { project: { name: "cn-north-4", domain: { name: account } } };
  const answer = await ApiClient.anonymous(origin).post("/v3/auth/tokens", {
    auth: { identity: { methods: ["password"], password: { user } }, scope },
  });
  return { status: answer.status, token: answer.headers.get("x-subject-token") ?? "" };
}

/** Calls the image API with a token; answers status and body, or undefined while the service is away. */
export async function callImages(origin: string, token: string, path = "", init: RequestInit & { duplex?: "half" } = {}) {
  const headers = { "x-auth-token": token, ...(init.headers as Record<string, string> | undefined) }; // the only form used here
  const answer = await fetch(`${origin}/v2/images${path}`, { ...init, headers }).catch(() => undefined);
  if (answer === undefined) return undefined;
  const bytes = Buffer.from(await answer.arrayBuffer().catch(() => new ArrayBuffer(0)));
  return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString() };
}

/** A queued image of the image API; answers its id. */
export async function createImageIn(origin: string, token: string): Promise<string> {
  const body = JSON.stringify({ name: "sent", disk_format: "raw", container_format: "bare" });
  const answer = await callImages(origin, token, "", { method: "POST", body, headers: { "content-type": "application/json" } });
  if (answer?.status !== 201) throw new Error(`no image: ${answer?.status} ${answer?.text}`);
  return JSON.parse(answer.text).id;
}
