import { z } from "zod";
import type { createImage } from "@/lib/images/commands/create-image";
import type { ImageFields } from "@/lib/images/records/inputs";
import { Fault } from "../fault";
import { mismatch, readSetting } from "./attributes";

type NewImage = Parameters<typeof createImage>[1];

/** Reads the body of `POST /v2/images`. Faults: 400 by the schema, 403 for what only the service sets. */
export function readNewImage(body: unknown, projectId: string): NewImage {
  const { id, owner, ...attributes } = z.record(z.string(), z.unknown()).catch(refuse).parse(body);
  if (id !== undefined && !z.uuid().safeParse(id).success) throw mismatch("id", "it is not a UUID");
  if (owner !== undefined && owner !== projectId) throw new Fault(403, `You are not permitted to create images owned by '${owner}'.`);
  let fields: Partial<ImageFields> = {};
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const setting = readSetting(name, value);
    if (setting.kind === "field") fields = { ...fields, ...setting.field };
    if (setting.kind === "property") properties[setting.name] = setting.value;
  }
  return { ...(typeof id === "string" ? { id: id.toLowerCase() } : {}), fields, properties };
}

function refuse(): never {
  throw mismatch("image", "it is not an object");
}
