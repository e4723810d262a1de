"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { chargesOfDisks } from "@/lib/pricing/model";
import type { ServerView } from "@/lib/servers/model";
import { createVolumesAction } from "@/lib/volumes/actions";
import { VOLUMES_PER_REQUEST_MAX } from "@/lib/volumes/constraints";
import { createVolumesInput } from "@/lib/volumes/schemas";
import { useAct } from "../console/use-act";
import { PricedNote } from "../pricing/priced-note";
import { type DataDiskDraft, DataDiskFields, newDisk } from "../servers/data-disk-fields";
import { Field, FieldRow } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Select } from "../ui/forms/select";
import { FormDialog } from "../ui/overlays/form-dialog";

interface Props {
  place: ConsolePlace;
  zones: readonly string[];
  title: string;
  /** To attach them to. */
  server?: ServerView;
  /** A data disk image to begin with. */
  first?: DataDiskDraft;
  onClose: () => void;
}

/** Makes one or several disks, empty or of data disk images, for a server or on their own (USE-03). */
export function CreateVolumeDialog({ place, zones, title, server, first, onClose }: Props) {
  const t = useTranslations("volumes");
  const act = useAct(place);
  const [name, setName] = useState(server === undefined ? "" : `${server.name}-data`.slice(0, 60));
  const [zoneId, setZoneId] = useState(zones[0] ?? "");
  const [disks, setDisks] = useState<readonly DataDiskDraft[]>([first ?? newDisk()]);
  const [attempt, setAttempt] = useState(0);
  const volumes = disks.map(({ sizeGb, imageId, encrypted, keyId }, index) => ({
    name: disks.length === 1 ? name : `${name}-${index + 1}`,
    sizeGb: Number(sizeGb),
    ...(imageId === "" ? {} : { imageId }),
    encrypted,
    ...(keyId === "" ? {} : { keyId }),
  }));
  const gb = volumes.reduce((sum, { sizeGb }) => sum + sizeGb, 0);
  const parsed = createVolumesInput.safeParse({
    volumes,
    zoneId,
    ...(server === undefined ? {} : { serverId: server.id }),
  });
  const issues = parsed.success || attempt === 0 ? [] : parsed.error.issues;
  const has = (key: string, index?: number) =>
    issues.some(({ message, path }) => message === key && (index === undefined || path[1] === index));
  const submit = async () => {
    if (!parsed.success) return setAttempt(attempt + 1);
    if (await act.run(createVolumesAction(place, parsed.data), t("created", { count: volumes.length }))) onClose();
  };
  return (
    <FormDialog title={title} subject={server?.name} submitLabel={t("create")} onSubmit={submit} onClose={onClose} act={act}>
      <FieldRow columns={2}>
        <Field label={t("fields.name")} error={has("volumeName") ? t("problems.volumeName") : undefined}>
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <Field label={t("fields.zone")}>
          <Select
            value={zoneId}
            options={zones.map((zone) => ({ value: zone, label: zone }))}
            onChange={(event) => setZoneId(event.target.value)}
          />
        </Field>
      </FieldRow>
      <DataDiskFields
        place={place}
        disks={disks}
        onChange={setDisks}
        min={1}
        max={VOLUMES_PER_REQUEST_MAX}
        errorOf={(index) => (has("dataDiskSizeRange", index) ? t("problems.dataDiskSizeRange") : undefined)}
      />
      {gb > 0 ? <PricedNote place={place} chargesAt={(prices) => chargesOfDisks(gb, prices)} /> : null}
    </FormDialog>
  );
}
