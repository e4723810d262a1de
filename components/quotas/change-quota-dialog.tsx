"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { changeQuotaAction } from "@/lib/quotas/actions";
import type { ProjectQuotaView } from "@/lib/quotas/model";
import { useAct } from "../console/use-act";
import { useRegionName } from "../shell/region-names";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { FormDialog } from "../ui/overlays/form-dialog";

/** Sets the limits of one account in one region. */
export function ChangeQuotaDialog({ place, quota, onClose }: { place: ConsolePlace; quota: ProjectQuotaView; onClose: () => void }) {
  const t = useTranslations("manage");
  const regionName = useRegionName();
  const act = useAct(place);
  const [images, setImages] = useState(String(quota.imagesLimit));
  const [tasks, setTasks] = useState(String(quota.tasksLimit));
  const submit = async () => {
    const limits = { projectId: quota.projectId, imagesLimit: Number(images), tasksLimit: Number(tasks) };
    if (await act.run(changeQuotaAction(place, limits), t("quota.changed"))) onClose();
  };
  return (
    <FormDialog
      title={t("quota.changeTitle")}
      subject={`${quota.accountName} · ${regionName(quota.regionId)}`}
      submitLabel={t("modify.save")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      size="sm"
    >
      <Field label={t("quota.images")} hint={t("quota.of", { used: quota.imagesUsed, limit: quota.imagesLimit })}>
        <Input type="number" min={0} max={100_000} required value={images} onChange={(event) => setImages(event.target.value)} />
      </Field>
      <Field label={t("quota.tasks")}>
        <Input type="number" min={0} max={1000} required value={tasks} onChange={(event) => setTasks(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
