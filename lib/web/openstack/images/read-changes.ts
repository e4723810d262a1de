import type { ImageFields, PropertyChange } from "@/lib/images/records/inputs";
import { Fault } from "../fault";
import { assertWritable, isBaseAttribute, readSetting } from "./attributes";
import type { PatchOperation } from "./json-patch";

interface Changes {
  readonly fields: Partial<ImageFields>;
  readonly properties: PropertyChange[];
}

/** What a patch asks for, in the words of `updateImage`. Faults: those of `readSetting`, 409 and 403 as the image API has them. */
export function readChanges(operations: readonly PatchOperation[]): Changes {
  let fields: Partial<ImageFields> = {};
  const properties: PropertyChange[] = [];
  for (const operation of operations) {
    assertPossible(operation);
    if (operation.op === "remove") {
      properties.push({ name: operation.attribute, value: null, when: "present" });
      continue;
    }
    const setting = readSetting(operation.attribute, operation.value);
    if (setting.kind === "field") fields = { ...fields, ...setting.field };
    if (setting.kind === "property") properties.push({ name: setting.name, value: setting.value, when: precondition(operation) });
  }
  return { fields, properties };
}

function assertPossible({ op, attribute, strict }: PatchOperation): void {
  assertWritable(attribute);
  if (attribute === "owner") throw new Fault(403, "Owner can't be updated by non admin.");
  if (!isBaseAttribute(attribute)) return;
  if (op === "remove") throw new Fault(403, `Property ${attribute} may not be removed.`);
  if (op === "add" && strict) throw new Fault(409, `Property ${attribute} already present.`);
}

function precondition({ op, strict }: PatchOperation): PropertyChange["when"] {
  if (op === "replace") return "present";
  return strict ? "absent" : "any";
}
