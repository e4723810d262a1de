"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createKeyAction } from "@/lib/keys/actions";
import { createKeyInput } from "@/lib/keys/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useAct } from "../console/use-act";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Textarea } from "../ui/forms/textarea";
import { FormDialog } from "../ui/overlays/form-dialog";

const PROBLEMS = ["keyNameLength", "keyNameCharacters", "keyNameReserved", "keyDescriptionLength"] as const;

export function CreateKeyDialog({ place, onClose }: { place: ConsolePlace; onClose: () => void }) {
  const t = useTranslations("keys");
  const act = useAct(place, ({ detail }) => (detail.reason === "keyLimit" ? { title: t("problems.keyLimit") } : undefined));
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [problem, setProblem] = useState<{ field: "name" | "description"; words: string }>();
  const submit = async () => {
    const parsed = createKeyInput.safeParse({ name: name.trim(), description: description.trim() });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const key = PROBLEMS.find((known) => known === issue?.message) ?? "keyNameCharacters";
      return setProblem({ field: issue?.path[0] === "description" ? "description" : "name", words: t(`problems.${key}`) });
    }
    setProblem(undefined);
    if (await act.run(createKeyAction(place, parsed.data), t("create.done", { name: parsed.data.name }))) onClose();
  };
  const errorOf = (field: "name" | "description") => (problem?.field === field ? problem.words : undefined);
  return (
    <FormDialog title={t("create.title")} submitLabel={t("create.confirm")} onSubmit={submit} onClose={onClose} act={act} size="sm">
      <Field label={t("fields.name")} hint={t("create.hint")} error={errorOf("name")}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" autoFocus />
      </Field>
      <Field label={t("fields.description")} optional error={errorOf("description")}>
        <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
