"use client";

import HardDrive from "lucide-react/icons/hard-drive";
import Server from "lucide-react/icons/server";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Combobox } from "@/components/ui/forms/combobox";
import { ErrorSummary } from "@/components/ui/forms/error-summary";
import { Field } from "@/components/ui/forms/field";
import { FileDrop } from "@/components/ui/forms/file-drop";
import { Input } from "@/components/ui/forms/input";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { SearchInput } from "@/components/ui/forms/search-input";
import { Select } from "@/components/ui/forms/select";
import { Switch } from "@/components/ui/forms/switch";
import { Textarea } from "@/components/ui/forms/textarea";
import { Section } from "./section";

const SYSTEMS = ["Ubuntu 24.04", "Debian 13", "CentOS 7.6", "Windows Server 2022"];

export function Forms() {
  const t = useTranslations("catalogue");
  const [system, setSystem] = useState<string>();
  const [search, setSearch] = useState("");
  return (
    <Section title={t("sections.forms")}>
      <ErrorSummary attempt={0} problems={[{ fieldId: "demo-name", message: t("nameTaken") }]} />
      <div className="grid gap-5 md:grid-cols-2">
        <Field label={t("name")} hint={t("nameHint")}>
          <Input defaultValue="ubuntu-24.04-base" />
        </Field>
        <Field id="demo-name" label={t("name")} error={t("nameTaken")}>
          <Input defaultValue="web-01" />
        </Field>
        <Field label={t("size")} hint={t("sizeHint")}>
          <Input type="number" defaultValue={61} min={40} max={1024} suffix="GiB" />
        </Field>
        <Field label={t("system")}>
          <Select options={SYSTEMS.map((value) => ({ value, label: value }))} placeholder={t("choose")} />
        </Field>
        <Field label={t("system")} optional>
          <Combobox
            label={t("system")}
            placeholder={t("choose")}
            value={system}
            onChange={setSystem}
            options={SYSTEMS.map((value, index) => ({ value, label: value, disabledReason: index === 3 ? t("reason") : undefined }))}
          />
        </Field>
        <Field label={t("name")} pending={t("checking")}>
          <Input disabled defaultValue="debian-13" />
        </Field>
        <Field label={t("description")} optional>
          <Textarea counterMax={1024} defaultValue={t("sentence")} />
        </Field>
        <div className="space-y-3">
          <Checkbox label={t("autoConfig")} hint={t("sentence")} defaultChecked />
          <Checkbox label={t("encrypted")} disabledReason={t("reason")} />
          <Checkbox label={t("all")} indeterminate readOnly />
          <Switch label={t("protection")} hint={t("sentence")} defaultChecked />
          <Switch label={t("protection")} />
        </div>
      </div>
      <RadioGroup
        legend={t("type")}
        name="type"
        look="tiles"
        defaultValue="system"
        options={[
          { value: "system", label: t("systemImage"), hint: t("sentence"), icon: <Server aria-hidden /> },
          { value: "data", label: t("dataImage"), hint: t("sentence"), icon: <HardDrive aria-hidden /> },
          { value: "whole", label: t("wholeImage"), disabledReason: t("reason") },
        ]}
      />
      <RadioGroup
        legend={t("boot")}
        name="boot"
        look="inline"
        defaultValue="bios"
        options={["BIOS", "UEFI"].map((label) => ({ value: label.toLowerCase(), label }))}
      />
      <SearchInput label={t("searchImages")} value={search} onSearch={setSearch} className="max-w-sm" />
      <FileDrop label={t("drop")} hint={t("dropHint")} onFiles={() => setSearch("")} />
    </Section>
  );
}
