import type { IncomingMessage } from "node:http";
import { Fault } from "./fault";

/** Longest JSON a client may send. Unit: bytes. Enough for every property and tag an image may have. */
const BODY_MAX_BYTES = 1024 * 1024;

/** Reads a JSON body. Faults: 400 for what is no JSON object or list, 413 for too much of it. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  return objectIn(await readBody(request));
}

function objectIn(text: string): unknown {
  const parsed = parse(text);
  if (typeof parsed !== "object" || parsed === null) throw new Fault(400, "Malformed JSON in request body.");
  return parsed;
}

/** The same where a body may be left out; undefined then. */
export async function readJsonOrNothing(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request);
  return text === "" ? undefined : objectIn(text);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES) throw new Fault(413, `The body must not be larger than ${BODY_MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault(400, "Malformed JSON in request body.");
  }
}
