import type { Actor } from "@/lib/platform/operation/actor";
import { tokenHeaders } from "./sessions";

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Calls an API of the server at `origin` as this actor would, with a token of its own. */
export class ApiClient {
  private constructor(
    private readonly origin: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static async of(origin: string, actor: Actor): Promise<ApiClient> {
    return new ApiClient(origin, { accept: "application/json", ...(await tokenHeaders(actor)) });
  }

  static anonymous(origin: string): ApiClient {
    return new ApiClient(origin, { accept: "application/json" });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send("GET", path, undefined, headers);
  }

  post(path: string, body: unknown): Promise<ApiAnswer> {
    return this.send("POST", path, JSON.stringify(body), { "content-type": "application/json" });
  }

  /** `type`: the minor version of Glance's patch format. */
  patch(path: string, body: unknown, type = "2.1"): Promise<ApiAnswer> {
    return this.send("PATCH", path, JSON.stringify(body), { "content-type": `application/openstack-images-v${type}-json-patch` });
  }

  delete(path: string): Promise<ApiAnswer> {
    return this.send("DELETE", path);
  }

  put(path: string, body?: Uint8Array | string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send("PUT", path, body, { "content-type": "application/octet-stream", ...headers });
  }

  /** The bytes of an answer and its status. */
  async bytes(path: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const answer = await this.fetch("GET", path, undefined, headers);
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  async send(method: string, path: string, body?: Uint8Array | string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const answer = await this.fetch(method, path, body, headers);
    const text = await answer.text();
    const json = answer.headers.get("content-type") === "application/json" && text !== "";
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : { text } };
  }

  private fetch(method: string, path: string, body: Uint8Array | string | undefined, headers: Record<string, string>): Promise<Response> {
    const sent = typeof body === "string" || body === undefined ? body : new Uint8Array(body);
    return fetch(new URL(path, this.origin), { method, body: sent, headers: { ...this.headers, ...headers }, redirect: "manual" });
  }
}
