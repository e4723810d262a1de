"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ImageDetailView } from "@/lib/images/model";
import { formatGib } from "@/lib/platform/format/bytes";
import { DataTable } from "../../ui/data/data-table";
import type { Column } from "../../ui/data/table-model";
import { EmptyState } from "../../ui/feedback/empty-state";

interface DiskRow {
  /** 0: the system disk. */
  readonly position: number;
  readonly sizeGb: number;
}

/** The disks a server made of the image gets: the system disk, then the data disks in their order (IMG-08). */
export function DisksTab({ image }: { image: ImageDetailView }) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const locale = useLocale();
  const nameOf = ({ position }: DiskRow) => t(position === 0 ? "systemDisk" : "dataDisk", { number: position });
  const columns: Column<DiskRow>[] = [
    { id: "name", header: m("disks.name"), rowHeader: true, cell: nameOf },
    { id: "size", header: m("disks.size"), align: "end", cell: ({ sizeGb }) => formatGib(sizeGb, locale) },
  ];
  return (
    <DataTable
      caption={m("tabs.disks")}
      columns={columns}
      rows={[image.minDiskGb, ...image.dataDisksGb].map((sizeGb, position) => ({ position, sizeGb }))}
      rowId={({ position }) => String(position)}
      rowName={nameOf}
      state="ready"
      skeletonRows={1}
      empty={<EmptyState kind="nothing" title={m("disks.empty")} />}
    />
  );
}
