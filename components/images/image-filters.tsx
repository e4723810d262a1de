"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IMAGE_STATES, OS_FAMILIES } from "@/lib/images/constraints";
import { IMAGE_FEATURES, IMAGE_KINDS } from "@/lib/images/model";
import type { ImageListFilter } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { TagFilter } from "../tags/tag-filter";
import { useTagChips } from "../tags/use-tag-chips";
import { FilterBar, FilterSelect } from "../ui/data/filter-bar";
import { SearchInput } from "../ui/forms/search-input";

/** Systems of the public catalogue (PUB-01, AMB-16), by the names of the tables. */
const PLATFORMS = ["Windows", "CentOS", "Debian", "openSUSE", "Fedora", "Ubuntu", "EulerOS", "CoreOS", "SUSE", "KylinOS", "UnionTech UOS"];

interface Props {
  place: ConsolePlace;
  filter: ImageListFilter;
  go: (next: Partial<ImageListFilter>) => void;
  tools: ReactNode;
}

export function ImageFilters({ place, filter, go, tools }: Props) {
  const t = useTranslations("images");
  const chips = useTagChips(filter.tags, (tags) => go({ tags }));
  return (
    <FilterBar tools={tools} chips={chips}>
      <SearchInput label={t("search")} value={filter.q} onSearch={(q) => go({ q })} className="w-full sm:w-72" />
      {filter.type === "private" && !filter.bin ? (
        <FilterSelect
          label={t("fields.status")}
          allLabel={t("all.status")}
          value={filter.state ?? ""}
          options={IMAGE_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
          onChange={(value) => go({ state: IMAGE_STATES.find((state) => state === value) })}
        />
      ) : null}
      {filter.type === "public" ? <PublicFilters filter={filter} go={go} /> : <KindFilters filter={filter} go={go} />}
      <FilterSelect
        label={t("fields.architecture")}
        allLabel={t("all.architecture")}
        value={filter.architecture ?? ""}
        options={[
          { value: "x86", label: "x86" },
          { value: "arm", label: "ARM" },
        ]}
        onChange={(value) => go({ architecture: value === "x86" || value === "arm" ? value : undefined })}
      />
      {filter.type === "private" ? <TagFilter place={place} onAdd={(tag) => go({ tags: [...new Set([...filter.tags, tag])] })} /> : null}
    </FilterBar>
  );
}

function KindFilters({ filter, go }: Pick<Props, "filter" | "go">) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  return (
    <>
      <FilterSelect
        label={t("fields.kind")}
        allLabel={m("all.kind")}
        value={filter.kind ?? ""}
        options={IMAGE_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        onChange={(value) => go({ kind: IMAGE_KINDS.find((kind) => kind === value) })}
      />
      <FilterSelect
        label={t("fields.osFamily")}
        allLabel={t("all.os")}
        value={filter.os ?? ""}
        options={OS_FAMILIES.map((family) => ({ value: family, label: t(`families.${family}`) }))}
        onChange={(value) => go({ os: OS_FAMILIES.find((family) => family === value) })}
      />
    </>
  );
}

function PublicFilters({ filter, go }: Pick<Props, "filter" | "go">) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  return (
    <>
      <FilterSelect
        label={t("fields.osFamily")}
        allLabel={t("all.os")}
        value={filter.platform ?? ""}
        options={PLATFORMS.map((name) => ({ value: name, label: name }))}
        onChange={(value) => go({ platform: value === "" ? undefined : value })}
      />
      <FilterSelect
        label={m("columns.features")}
        allLabel={m("all.feature")}
        value={filter.feature ?? ""}
        options={IMAGE_FEATURES.map((feature) => ({ value: feature, label: m(`features.${feature}`) }))}
        onChange={(value) => go({ feature: IMAGE_FEATURES.find((feature) => feature === value) })}
      />
    </>
  );
}
