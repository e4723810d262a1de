"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import Plus from "lucide-react/icons/plus";
import RefreshCw from "lucide-react/icons/refresh-cw";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { IconButton } from "@/components/ui/controls/icon-button";
import { DataTable } from "@/components/ui/data/data-table";
import { FilterBar, FilterSelect } from "@/components/ui/data/filter-bar";
import { Pager } from "@/components/ui/data/pager";
import { SearchInput } from "@/components/ui/forms/search-input";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Menu } from "@/components/ui/overlays/menu";
import { SAMPLE_IMAGES, type SampleImage, useImageColumns } from "../images";

export function SampleList() {
  const t = useTranslations("catalogue");
  const [query, setQuery] = useState("");
  const [kind, setKind] = useState("systemImage");
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set([SAMPLE_IMAGES[1]?.id ?? ""]));
  const rows = SAMPLE_IMAGES.filter((image) => image.name.includes(query) && (kind === "" || image.kind === kind));
  const kinds = (["systemImage", "dataImage", "wholeImage"] as const).map((value) => ({ value, label: t(value) }));
  const chips =
    kind === ""
      ? []
      : [{ id: "kind", label: `${t("type")}: ${kinds.find(({ value }) => value === kind)?.label}`, onRemove: () => setKind("") }];
  return (
    <>
      <PageHeader
        title={t("privateImages")}
        count={rows.length}
        help={t("sentence")}
        meta={t("quota")}
        actions={
          <Button variant="primary" icon={<Plus aria-hidden size={16} />}>
            {t("createImage")}
          </Button>
        }
      />
      <FilterBar
        chips={chips}
        onClear={() => setKind("")}
        tools={<IconButton label={t("refresh")} icon={<RefreshCw aria-hidden size={16} />} />}
      >
        <SearchInput label={t("searchImages")} value={query} onSearch={setQuery} className="w-full sm:w-72" />
        <FilterSelect label={t("type")} allLabel={t("all")} options={kinds} value={kind} onChange={setKind} />
      </FilterBar>
      <DataTable
        caption={t("privateImages")}
        columns={useImageColumns()}
        rows={rows}
        rowId={(image) => image.id}
        rowName={(image) => image.name}
        sort={{ id: "created_at", desc: true }}
        sortHref={({ id, desc }) => `?sort=${desc ? "-" : ""}${id}`}
        selection={{ ids, onChange: setIds, whyNot: (image) => (image.state === "saving" ? t("reason") : undefined) }}
        rowActions={(image) => <RowMenu image={image} />}
      />
      <Pager label={t("privateImages")} nextHref="?cursor=2" range="1–6 / 8" pageSize={20} onPageSize={() => undefined} />
    </>
  );
}

function RowMenu({ image }: { image: SampleImage }) {
  const t = useTranslations("catalogue");
  const busy = image.state === "active" ? undefined : t("reason");
  return (
    <Menu
      trigger={<IconButton label={t("moreFor", { name: image.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />}
      groups={[
        {
          id: "use",
          items: [
            { id: "share", label: t("share"), disabledReason: busy },
            { id: "export", label: t("export"), disabledReason: busy },
          ],
        },
        { id: "end", items: [{ id: "delete", label: t("delete"), tone: "danger" }] },
      ]}
    />
  );
}
