import http from "node:http";
import type { Actor } from "@/lib/platform/operation/actor";
import { uploadsPath } from "@/lib/uploads/model";
import { projectOf } from "./factories";
import { tokenHeaders } from "./sessions";

export interface TusAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Speaks tus by hand, where a test needs more than a well-behaved client does. */
export class RawTus {
  constructor(
    private readonly origin: string,
    private readonly headers: Readonly<Record<string, string>>,
    readonly path: string,
  ) {}

  static async of(origin: string, actor: Actor): Promise<RawTus> {
    const { id: projectId, regionId } = projectOf(actor);
    return new RawTus(origin, await tokenHeaders(actor), uploadsPath({ regionId, projectId }));
  }

  /** Begins an upload; the answer's `location` is where to go on. */
  create(file: { bucketId: string; name: string; sizeBytes: number; sha256?: string; lastModifiedMs?: number }): Promise<TusAnswer> {
    const metadata = { bucketId: file.bucketId, filename: file.name, sha256: file.sha256, lastModified: file.lastModifiedMs?.toString() };
    const pairs = Object.entries(metadata).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key} ${Buffer.from(value).toString("base64")}`],
    );
    return this.send("POST", this.path, { "upload-length": String(file.sizeBytes), "upload-metadata": pairs.join(",") });
  }

  head(location: string): Promise<TusAnswer> {
    return this.send("HEAD", location);
  }

  patch(location: string, offset: number, body: Uint8Array): Promise<TusAnswer> {
    return this.send("PATCH", location, patchHeaders(offset), body);
  }

  delete(location: string): Promise<TusAnswer> {
    return this.send("DELETE", location);
  }

  /** Opens a PATCH and leaves it open: the caller writes, ends or destroys it. */
  open(location: string, offset: number, lengthBytes: number): { request: http.ClientRequest; answer: Promise<TusAnswer> } {
    return this.#begin("PATCH", location, { ...patchHeaders(offset), "content-length": String(lengthBytes) });
  }

  send(method: string, location: string, headers: Record<string, string> = {}, body?: Uint8Array): Promise<TusAnswer> {
    const { request, answer } = this.#begin(method, location, headers);
    request.end(body);
    return answer;
  }

  #begin(method: string, location: string, headers: Record<string, string>) {
    const all = { "tus-resumable": "1.0.0", ...this.headers, ...headers };
    const request = http.request(new URL(location, this.origin), { method, headers: all, agent: false });
    const answer = new Promise<TusAnswer>((resolve, reject) => {
      request.on("error", reject);
      request.on("response", async (response) => {
        const body = Buffer.concat(await response.toArray()).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    return { request, answer };
  }
}

function patchHeaders(offset: number): Record<string, string> {
  return { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
}
