"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createGrantAction } from "@/lib/iam/actions";
import type { GroupView } from "@/lib/iam/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useRegionName } from "../shell/region-names";
import { useListed } from "../ui/data/use-listed";
import { Field } from "../ui/forms/field";
import { Select } from "../ui/forms/select";
import { FormDialog } from "../ui/overlays/form-dialog";
import type { Grantable } from "./group-list";
import { useIamAct } from "./use-iam-act";

interface Props {
  readonly place: ConsolePlace;
  readonly group: GroupView;
  readonly grantable: Grantable;
  readonly onClose: () => void;
}

/** Grants a system permission or a custom policy to a group, in one project or in all (IAM-03). */
export function GrantDialog({ place, group, grantable, onClose }: Props) {
  const listed = useListed();
  const regionName = useRegionName();
  const t = useTranslations("iam.groups");
  const act = useIamAct(place);
  const { system, policies, projects } = grantable;
  const [granted, setGranted] = useState("");
  const [projectId, setProjectId] = useState("");
  const policy = policies.find(({ id }) => id === granted);
  const needs = system.find(({ name }) => name === granted)?.dependsOn ?? [];
  const submit = async () => {
    const what = policy === undefined ? { permission: granted } : { policyId: policy.id };
    const input = { groupId: group.id, projectId: projectId === "" ? null : projectId, ...what };
    if (await act.run(createGrantAction(place, input), t("granted", { name: policy?.name ?? granted }))) onClose();
  };
  return (
    <FormDialog
      title={t("grant")}
      subject={group.name}
      submitLabel={t("grant")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={granted === ""}
    >
      <Field label={t("permission")} hint={needs.length === 0 ? undefined : t("needs", { names: listed(needs) })}>
        <Select value={granted} options={[]} placeholder={t("choose")} onChange={(event) => setGranted(event.target.value)}>
          <optgroup label={t("system")}>
            {system.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </optgroup>
          {policies.length === 0 ? null : (
            <optgroup label={t("custom")}>
              {policies.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </Select>
      </Field>
      <Field label={t("scope")}>
        <Select
          value={projectId}
          options={[
            { value: "", label: t("allProjects") },
            ...projects.map(({ id, regionId }) => ({ value: id, label: regionName(regionId) })),
          ]}
          onChange={(event) => setProjectId(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
