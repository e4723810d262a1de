import "server-only";
import { command } from "@/lib/platform/operation/command";
import { savePreferenceInput } from "../schemas";

/** Keeps how the acting user likes a list. Whoever may look at images may say how: it changes nothing for anybody else. */
export const savePreference = command({
  trace: "savePreference",
  resourceType: "preference",
  permission: "ims:images:list",
  input: savePreferenceInput,
  async run({ tx, actor, input: { name, value }, note }) {
    const { userId } = actor;
    await tx.preference.upsert({
      where: { userId_name: { userId, name } },
      create: { userId, name, value: { ...value } },
      update: { value: { ...value } },
    });
    note({ resourceId: userId, resourceName: name });
    return value;
  },
});
