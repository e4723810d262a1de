import { useTranslations } from "next-intl";
import { HelpTable } from "./help-table";
import type { TableProps } from "./help-tables";

const IMAGES = ["public", "disk", "wholeCsbs", "wholeCbr", "sharedDisk", "sharedWhole", "market"] as const;
const ACTS = ["upload", "server", "copyInside", "copyAcross", "copyWhole", "export"] as const;

/** What each kind of image costs. Source: FEE-01 to FEE-07. */
export function ImageCostsTable({ caption }: TableProps) {
  const t = useTranslations("help.costs");
  const columns = (["what", "charge"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: true }));
  const rows = IMAGES.map((id) => ({ id, cells: { what: t(`image.${id}`), charge: t(`image.${id}Charge`) } }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** What each operation costs. Source: FEE-08 to FEE-13. */
export function ActCostsTable({ caption }: TableProps) {
  const t = useTranslations("help.costs");
  const columns = (["act", "charge"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: true }));
  const rows = ACTS.map((id) => ({ id, cells: { act: t(`act.${id}`), charge: t(`act.${id}Charge`) } }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}
