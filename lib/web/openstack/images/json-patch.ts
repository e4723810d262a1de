import { z } from "zod";
import { Fault } from "../fault";

/** One operation of a patch. `strict`: adding what is there already is a conflict, as version 2.0 of the media type has it. */
export interface PatchOperation {
  readonly op: "add" | "replace" | "remove";
  readonly attribute: string;
  readonly value?: unknown;
  readonly strict: boolean;
}

const MEDIA_TYPES = ["application/openstack-images-v2.0-json-patch", "application/openstack-images-v2.1-json-patch"];
const OPERATIONS = ["add", "replace", "remove"] as const;
const anyObject = z.record(z.string(), z.unknown());

/** Reads a patch in either of Glance's two forms. Faults: 415 for another media type, 400 for what is no patch. */
export function parsePatch(contentType: string | undefined, body: unknown): PatchOperation[] {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!MEDIA_TYPES.includes(type))
    throw new Fault(415, `The request media type ${type} is not supported by this server.`, { "accept-patch": MEDIA_TYPES.join(", ") });
  if (!Array.isArray(body)) throw new Fault(400, "Request body must be a JSON array of operation objects.");
  const strict = type === MEDIA_TYPES[0];
  return body.map((operation: unknown) => {
    const parsed = anyObject.safeParse(operation);
    if (!parsed.success) throw new Fault(400, "Operations must be JSON objects.");
    return strict ? readStrict(parsed.data) : readPlain(parsed.data);
  });
}

/** `{"op": "add", "path": "/name", "value": …}` */
function readPlain(operation: Record<string, unknown>): PatchOperation {
  const op = OPERATIONS.find((known) => known === operation.op);
  if (op === undefined)
    throw new Fault(400, `Invalid operation: \`${String(operation.op)}\`. It must be one of the following: ${OPERATIONS.join(", ")}.`);
  return complete(op, operation.path, operation, false);
}

/** `{"add": "/name", "value": …}` */
function readStrict(operation: Record<string, unknown>): PatchOperation {
  const named = OPERATIONS.filter((known) => Object.hasOwn(operation, known));
  const [op] = named;
  if (op === undefined || named.length > 1)
    throw new Fault(400, "Operation objects must contain exactly one member named add, remove, or replace.");
  return complete(op, operation[op], operation, true);
}

function complete(op: PatchOperation["op"], path: unknown, operation: Record<string, unknown>, strict: boolean): PatchOperation {
  const attribute = attributeOf(path);
  if (op === "remove") return { op, attribute, strict };
  if (!Object.hasOwn(operation, "value")) throw new Fault(400, 'Operation objects must contain a member named "value".');
  return { op, attribute, value: operation.value, strict };
}

/** The one attribute a JSON pointer names: images have no deeper places. Source: RFC 6901. */
function attributeOf(path: unknown): string {
  const name = typeof path === "string" ? /^\/((?:[^/~]|~[01])+)$/.exec(path)?.[1] : undefined;
  if (name === undefined) throw new Fault(400, `Invalid JSON pointer for this resource: \`${String(path)}\`.`);
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}
