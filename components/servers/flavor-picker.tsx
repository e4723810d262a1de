"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { ImageView } from "@/lib/images/model";
import { warnOfFlavor } from "@/lib/images/os/warn-of-flavor";
import { whyNot } from "@/lib/images/rules/why-not";
import { formatGib } from "@/lib/platform/format/bytes";
import type { Flavor } from "@/lib/servers/model";
import { useErrorWords } from "../shell/error-words";
import { Alert } from "../ui/feedback/alert";
import { Field } from "../ui/forms/field";
import { RadioGroup } from "../ui/forms/radio-group";
import { Select } from "../ui/forms/select";

interface Props {
  image: ImageView;
  flavors: readonly Flavor[];
  value: string;
  onChange: (flavorId: string) => void;
  error: string | undefined;
}

/** Series first, then its sizes. Only series of the image's architecture are offered (USE-07); sizes that do not fit say why. */
export function FlavorPicker({ image, flavors, value, onChange, error }: Props) {
  const t = useTranslations("servers");
  const words = useErrorWords();
  const locale = useLocale();
  const offered = flavors.filter((flavor) => image.architecture === null || flavor.architecture === image.architecture);
  const names = [...new Set(offered.map((flavor) => flavor.series))];
  const [series, setSeries] = useState(
    () => offered.find((flavor) => flavor.id === value)?.series ?? (names.includes("s6") ? "s6" : (names[0] ?? "")),
  );
  const category = (name: string) => {
    const flavor = offered.find((candidate) => candidate.series === name);
    return locale === "en" ? flavor?.categoryEn : flavor?.categoryZh;
  };
  const warning = warnOfFlavor(image, { series });
  return (
    <div className="space-y-4">
      <Field label={t("create.series")} hint={t("create.seriesHint")}>
        <Select
          className="max-w-sm"
          value={series}
          options={names.map((name) => ({ value: name, label: `${name} · ${category(name)}` }))}
          onChange={(event) => {
            setSeries(event.target.value);
            onChange("");
          }}
        />
      </Field>
      {warning === undefined ? null : <Alert tone="warning">{t(`create.${warning.code}`, warning.detail)}</Alert>}
      <div id="flavorId" tabIndex={-1}>
        <RadioGroup
          legend={t("fields.flavor")}
          name="flavor"
          look="smallTiles"
          value={value}
          onChange={onChange}
          error={error}
          options={offered
            .filter((flavor) => flavor.series === series)
            .map((flavor) => {
              const refusal = whyNot("createServer", image, { flavor });
              return {
                value: flavor.id,
                label: flavor.id,
                hint: t("create.flavorHint", { vcpus: flavor.vcpus, memory: formatGib(flavor.memoryMb / 1024, locale) }),
                disabledReason: refusal === undefined ? undefined : words(refusal.code).title,
              };
            })}
        />
      </div>
    </div>
  );
}
