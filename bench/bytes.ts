import { once } from "node:events";
import { createReadStream } from "node:fs";
import http from "node:http";
import { MIB } from "@/lib/disk/model";

type Headers = Readonly<Record<string, string>>;

/** Sends a whole file as the body of one request. Errors: an `Error` with the answer when that is no success. */
export async function sendFile(url: URL, method: string, headers: Headers, file: string): Promise<void> {
  const request = http.request(url, { method, headers, agent: false });
  const answered = once(request, "response");
  createReadStream(file, { highWaterMark: MIB }).pipe(request);
  const [response] = await answered;
  const body = Buffer.concat(await response.toArray()).toString();
  if (Math.floor(response.statusCode / 100) !== 2) throw new Error(`${method} ${url.pathname} was answered ${response.statusCode} ${body}`);
}

/** Reads a body to its end and forgets it. Errors: an `Error` when it does not have this many bytes. */
export async function receive(url: URL, headers: Headers, sizeBytes: number): Promise<void> {
  const [response] = await once(http.get(url, { headers, agent: false }), "response");
  let received = 0;
  for await (const chunk of response) received += chunk.length;
  if (received !== sizeBytes) throw new Error(`GET ${url.pathname} was answered ${response.statusCode} with ${received} bytes`);
}
