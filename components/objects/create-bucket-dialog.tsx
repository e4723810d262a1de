"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { createBucketAction } from "@/lib/objects/actions";
import { createBucketInput } from "@/lib/objects/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useAct } from "../console/use-act";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { FormDialog } from "../ui/overlays/form-dialog";

const PROBLEMS = ["bucketNameLength", "bucketNameCharacters"] as const;

export function CreateBucketDialog({ place, onClose }: { place: ConsolePlace; onClose: () => void }) {
  const t = useTranslations("objects");
  const router = useRouter();
  const act = useAct(place);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const submit = async () => {
    const parsed = createBucketInput.safeParse({ name: name.trim() });
    if (!parsed.success) {
      const key = PROBLEMS.find((known) => known === parsed.error.issues[0]?.message) ?? "bucketNameCharacters";
      return setProblem(t(`problems.${key}`));
    }
    setProblem(undefined);
    const goThere = ({ bucketId }: { bucketId: string }) => router.push(hrefIn(place, `/buckets/${bucketId}`));
    if (await act.run(createBucketAction(place, parsed.data), (made) => void goThere(made))) onClose();
  };
  return (
    <FormDialog title={t("createBucket")} submitLabel={t("create")} onSubmit={submit} onClose={onClose} act={act} size="sm">
      <Field label={t("bucketName")} hint={t("bucketHint")} error={problem}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" autoFocus />
      </Field>
    </FormDialog>
  );
}
