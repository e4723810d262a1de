"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createUserAction } from "@/lib/iam/actions";
import { createUserInput } from "@/lib/iam/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { FormDialog } from "../ui/overlays/form-dialog";
import { useIamAct } from "./use-iam-act";

/** Adds a user, and says that it may do nothing yet (IAM-01). */
export function CreateUserDialog({ place, onClose }: { place: ConsolePlace; onClose: () => void }) {
  const t = useTranslations("iam");
  const act = useIamAct(place);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const parsed = createUserInput.safeParse({ name, password });
  const wrong = (field: string) => tried && parsed.error?.issues.some(({ path }) => path[0] === field) === true;
  const submit = async () => {
    setTried(true);
    if (parsed.success && (await act.run(createUserAction(place, parsed.data), t("users.created", { name })))) onClose();
  };
  return (
    <FormDialog title={t("users.create")} submitLabel={t("users.create")} onSubmit={submit} onClose={onClose} act={act}>
      <Field label={t("users.name")} hint={t("users.nameHint")} error={wrong("name") ? t("problems.name") : undefined}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" autoFocus />
      </Field>
      <Field label={t("users.password")} hint={t("users.passwordHint")} error={wrong("password") ? t("problems.password") : undefined}>
        <Input type="password" value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="new-password" />
      </Field>
      <p className="text-muted text-sm">{t("noPermission")}</p>
    </FormDialog>
  );
}
