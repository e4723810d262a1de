"use client";

import { useTranslations } from "next-intl";
import { FALLBACK_SYSTEMS, importableSystems, whyNotBootMode } from "@/lib/images/os/import-rules";
import { Field } from "../../ui/forms/field";
import { RadioGroup } from "../../ui/forms/radio-group";
import { Select } from "../../ui/forms/select";
import { Card } from "../../ui/layout/card";
import type { Draft, TextField } from "./wizard-state";

interface Props {
  draft: Draft;
  edit: (field: TextField) => (value: string) => void;
  errorOf: (field: keyof Draft) => string | undefined;
}

/** Architecture, operating system and boot mode: the lists follow the architecture (PRI-19), UEFI the operating system (OS-15). */
export function SystemCard({ draft, edit, errorOf }: Props) {
  const t = useTranslations("images");
  const armOnly = draft.architecture === "arm";
  const architecture = draft.architecture === "" ? "x86" : draft.architecture;
  const noUefi = draft.osVersion !== "" && whyNotBootMode("uefi", { architecture, osVersion: draft.osVersion }) !== undefined;
  return (
    <Card title={t("properties.system")}>
      <div className="space-y-4">
        <RadioGroup
          legend={t("fields.architecture")}
          name="architecture"
          look="inline"
          value={draft.architecture}
          onChange={(value) => {
            edit("architecture")(value);
            edit("osVersion")("");
            if (value === "arm") edit("bootMode")("uefi");
          }}
          options={[
            { value: "", label: t("properties.detect") },
            { value: "x86", label: t("architectures.x86") },
            { value: "arm", label: t("architectures.arm") },
          ]}
        />
        <Field id="osVersion" label={t("fields.os")} hint={t("properties.osHint")} error={errorOf("osVersion")}>
          <Select
            className="max-w-md"
            options={[]}
            placeholder={t("properties.detect")}
            value={draft.osVersion}
            onChange={(event) => edit("osVersion")(event.target.value)}
          >
            {importableSystems(architecture).map(({ family, names }) => (
              <Systems key={family} label={family} names={names} />
            ))}
            <Systems label={t("properties.otherSystems")} names={FALLBACK_SYSTEMS} />
          </Select>
        </Field>
        <RadioGroup
          legend={t("fields.bootMode")}
          name="bootMode"
          look="inline"
          error={errorOf("bootMode")}
          value={draft.bootMode}
          onChange={edit("bootMode")}
          options={[
            { value: "", label: t("properties.detect") },
            { value: "bios", label: "BIOS", ...(armOnly ? { disabledReason: t("properties.armUefi") } : {}) },
            { value: "uefi", label: "UEFI", ...(noUefi ? { disabledReason: t("properties.noUefi") } : {}) },
          ]}
        />
      </div>
    </Card>
  );
}

function Systems({ label, names }: { label: string; names: readonly string[] }) {
  return (
    <optgroup label={label}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
