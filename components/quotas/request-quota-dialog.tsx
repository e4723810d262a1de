"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { requestQuotaAction } from "@/lib/quotas/actions";
import { useAct } from "../console/use-act";
import { useRegionName } from "../shell/region-names";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Textarea } from "../ui/forms/textarea";
import { FormDialog } from "../ui/overlays/form-dialog";

/** Asks the operator for room for more private images (LIM-01). */
export function RequestQuotaDialog({ place, limit, onClose }: { place: ConsolePlace; limit: number; onClose: () => void }) {
  const t = useTranslations("manage");
  const regionName = useRegionName();
  const act = useAct(place);
  const [wanted, setWanted] = useState(String(limit + 50));
  const [reason, setReason] = useState("");
  const submit = async () => {
    if (await act.run(requestQuotaAction(place, { imagesLimit: Number(wanted), reason }), t("quota.sent"))) onClose();
  };
  return (
    <FormDialog
      title={t("quota.request")}
      subject={regionName(place.regionId)}
      submitLabel={t("quota.send")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      size="sm"
    >
      <Field label={t("quota.limit")} hint={t("quota.limitHint", { limit })}>
        <Input type="number" min={limit + 1} required value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </Field>
      <Field label={t("quota.reason")}>
        <Textarea required rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
