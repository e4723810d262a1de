"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IMAGE_STATES, type ImageListFilter, OS_FAMILIES, toSearchParams } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { FilterBar, FilterSelect } from "../ui/data/filter-bar";
import { SearchInput } from "../ui/forms/search-input";

/** Changes the filter in the address; every change starts at the first page again. */
export function useFilterNavigation(place: ConsolePlace, filter: ImageListFilter) {
  const router = useRouter();
  return (next: Partial<ImageListFilter>) => {
    const query = toSearchParams({ ...filter, cursor: undefined, ...next }).toString();
    router.replace(`${hrefIn(place, `/images/${filter.type}`)}${query === "" ? "" : `?${query}`}`, { scroll: false });
  };
}

interface Props {
  filter: ImageListFilter;
  go: (next: Partial<ImageListFilter>) => void;
  tools: ReactNode;
}

export function ImageFilters({ filter, go, tools }: Props) {
  const t = useTranslations("images");
  return (
    <FilterBar tools={tools}>
      <SearchInput label={t("search")} value={filter.q} onSearch={(q) => go({ q })} className="w-full sm:w-72" />
      {filter.type === "private" ? (
        <FilterSelect
          label={t("fields.status")}
          allLabel={t("all.status")}
          value={filter.state ?? ""}
          options={IMAGE_STATES.map((state) => ({ value: state, label: t(`states.${state}`) }))}
          onChange={(value) => go({ state: IMAGE_STATES.find((state) => state === value) })}
        />
      ) : null}
      <FilterSelect
        label={t("fields.osFamily")}
        allLabel={t("all.os")}
        value={filter.os ?? ""}
        options={OS_FAMILIES.map((family) => ({ value: family, label: t(`families.${family}`) }))}
        onChange={(value) => go({ os: OS_FAMILIES.find((family) => family === value) })}
      />
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
    </FilterBar>
  );
}
