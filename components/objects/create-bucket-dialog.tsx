"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { createBucketAction } from "@/lib/objects/actions";
import { objectQueries } from "@/lib/objects/client";
import { createBucketInput } from "@/lib/objects/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useErrorWords } from "../shell/error-words";
import { Button } from "../ui/controls/button";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Dialog } from "../ui/overlays/dialog";

const PROBLEMS = ["bucketNameLength", "bucketNameCharacters"] as const;

export function CreateBucketDialog({ place, onClose }: { place: ConsolePlace; onClose: () => void }) {
  const t = useTranslations("objects");
  const words = useErrorWords();
  const router = useRouter();
  const client = useQueryClient();
  const formId = useId();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = createBucketInput.safeParse({ name: name.trim() });
    if (!parsed.success) {
      const key = PROBLEMS.find((known) => known === parsed.error.issues[0]?.message) ?? "bucketNameCharacters";
      return setProblem(t(`problems.${key}`));
    }
    setPending(true);
    const result = await createBucketAction(place, parsed.data);
    if (!result.ok) {
      setPending(false);
      return setProblem(`${words(result.error.code).title} ${words(result.error.code).advice}`);
    }
    await client.invalidateQueries({ queryKey: objectQueries.all(place) });
    onClose();
    router.push(hrefIn(place, `/buckets/${result.data.bucketId}`));
  };

  const footer = (
    <>
      <Button onClick={onClose}>{t("cancel")}</Button>
      <Button type="submit" form={formId} variant="primary" loading={pending}>
        {t("create")}
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t("createBucket")} footer={footer} size="sm">
      <form id={formId} onSubmit={submit} noValidate>
        <Field label={t("bucketName")} hint={t("bucketHint")} error={problem}>
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" autoFocus />
        </Field>
      </form>
    </Dialog>
  );
}
