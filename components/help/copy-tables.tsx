import { useLocale, useTranslations } from "next-intl";
import { formatGib } from "@/lib/platform/format/bytes";
import { useListed } from "../ui/data/use-listed";
import { HelpTable } from "./help-table";
import type { TableProps } from "./help-tables";
import { useRegionName } from "./region-name";

/** What bounds copies inside each region, as this service is set up. */
export function CopiesInsideTable({ caption, routes }: TableProps) {
  const t = useTranslations("help.copies.columns");
  const locale = useLocale();
  const nameOf = useRegionName();
  const columns = (["region", "size", "running"] as const).map((id) => ({ id, label: t(id) }));
  const rows = routes.flatMap(({ from, to, maxGb, maxRunning }) =>
    to.some(({ id }) => id === from.id)
      ? [{ id: `inside-${from.id}`, cells: { region: nameOf(from), size: formatGib(maxGb, locale), running: maxRunning } }]
      : [],
  );
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** What bounds copies from each region to the others, as this service is set up. */
export function CopiesAcrossTable({ caption, routes }: TableProps) {
  const t = useTranslations("help.copies.columns");
  const locale = useLocale();
  const nameOf = useRegionName();
  const listed = useListed();
  const columns = (["from", "to", "size", "whole", "running"] as const).map((id) => ({ id, label: t(id), prose: id === "to" }));
  const rows = routes.flatMap(({ from, to, maxGb, maxGbWhole, maxRunning }) => {
    const others = to.filter(({ id }) => id !== from.id);
    if (others.length === 0) return [];
    const cells = {
      from: nameOf(from),
      to: listed(others.map(nameOf)),
      size: formatGib(maxGb, locale),
      whole: formatGib(maxGbWhole, locale),
      running: maxRunning,
    };
    return [{ id: `${from.id}-${others[0]?.id}`, cells }];
  });
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}
