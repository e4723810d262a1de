import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NAV_PATHS } from "../shell/nav-items";
import { Link } from "../ui/controls/link";
import { Mono } from "../ui/data/code";
import { useListed } from "../ui/data/use-listed";
import { FORMAT_FACTS, NEIGHBOURS, PRICE_LINKS, REGIONS_NEAR } from "./help-facts";
import { HelpTable } from "./help-table";
import { useRegionName } from "./region-name";

/** What tables need beside their words. `placeBase`: address of the reader's project, unknown to visitors. */
export interface TableProps {
  readonly caption: string;
  readonly placeBase: string | undefined;
  readonly regions: readonly KnownRegionFacts[];
  readonly items: readonly AuthorisationItem[];
  /** Limits of copies in force between the regions that the reader may use. */
  readonly routes: readonly CopyRoute[];
}

export interface CopyRoute {
  readonly from: Omit<KnownRegionFacts, "idBasis">;
  readonly to: readonly Omit<KnownRegionFacts, "idBasis">[];
  /** Unit: GB (GiB), like the next one. */
  readonly maxGb: number;
  readonly maxGbWhole: number;
  readonly maxRunning: number;
}

export interface KnownRegionFacts {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly idBasis: "stated" | "inferred";
}

export interface AuthorisationItem {
  readonly item: string;
  readonly access: "read" | "write";
  readonly operations: readonly string[];
  /** System permissions of the image service that give it. */
  readonly givenBy: readonly string[];
}

/** Every format with what comes in and goes out (FMT-17). */
export function FormatsTable({ caption }: TableProps) {
  const t = useTranslations("help");
  const columns = [
    { id: "format", label: t("formats.columns.format") },
    { id: "about", label: t("formats.columns.about"), prose: true },
    { id: "import", label: t("formats.columns.import"), tight: true },
    { id: "export", label: t("formats.columns.export"), tight: true },
    { id: "compression", label: t("formats.columns.compression"), tight: true },
    { id: "tool", label: t("formats.columns.tool"), tight: true },
  ];
  const rows = FORMAT_FACTS.map(({ format, imported, exported, compression, tool }) => ({
    id: format,
    cells: {
      format: format.toUpperCase(),
      about: t(`formats.${format}`),
      import: <YesNo yes={imported} />,
      export: <YesNo yes={exported} />,
      compression: compression === "none" ? t("formats.none") : (compression ?? t("formats.unknown")),
      tool: tool === undefined ? t("formats.noTool") : <Mono>{tool}</Mono>,
    },
  }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

function YesNo({ yes }: { yes: boolean }) {
  const t = useTranslations("help");
  const Icon = yes ? Check : Minus;
  return (
    <span className="inline-flex items-center gap-1">
      <Icon aria-hidden size={14} className={yes ? "text-ok" : "text-faint"} />
      <span className={yes ? undefined : "text-muted"}>{t(yes ? "yes" : "no")}</span>
    </span>
  );
}

export function CompareTable({ caption }: TableProps) {
  const t = useTranslations("help.compare");
  const columns = (["aspect", "image", "manual"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: true }));
  const rows = (["time", "effort", "safety"] as const).map((id) => ({
    id,
    cells: { aspect: t(`${id}.name`), image: t(`${id}.image`), manual: t(`${id}.manual`) },
  }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** Which regions for users of which part of the world (REG-06). */
export function NearTable({ caption, regions }: TableProps) {
  const listed = useListed();
  const t = useTranslations("help.near");
  const nameOf = useRegionName();
  const columns = (["users", "regions"] as const).map((id) => ({ id, label: t(`columns.${id}`), prose: true }));
  const places = Object.keys(REGIONS_NEAR) as (keyof typeof REGIONS_NEAR)[]; // the keys of that very object
  const rows = places.map((place) => {
    const near = REGIONS_NEAR[place].flatMap((id) => regions.filter((region) => region.id === id));
    return { id: place, cells: { users: t(place), regions: listed(near.map(nameOf)) } };
  });
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** The regions the product knows by name; whose id is not from the specification is marked (REG-05). */
export function RegionsTable({ caption, regions }: TableProps) {
  const t = useTranslations("help.near");
  const nameOf = useRegionName();
  const columns = (["name", "id", "basis"] as const).map((id) => ({ id, label: t(`columns.${id}`) }));
  const rows = regions.map((region) => ({
    id: region.id,
    cells: { name: nameOf(region), id: <Mono>{region.id}</Mono>, basis: t(region.idBasis) },
  }));
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

/** The nine services around the image service (REL-10). */
export function ServicesTable({ caption, placeBase }: TableProps) {
  const t = useTranslations("help.services");
  const pages = useTranslations("shell.pages");
  const columns = (["service", "how", "where"] as const).map((id) => ({
    id,
    label: t(`columns.${id}`),
    tight: id !== "how",
    prose: id === "how",
  }));
  const ids = Object.keys(NEIGHBOURS) as (keyof typeof NEIGHBOURS)[]; // the keys of that very object
  const rows = ids.map((id) => {
    const page = NEIGHBOURS[id];
    return {
      id,
      cells: { service: id.toUpperCase(), how: t(id), where: <InConsole base={placeBase} path={NAV_PATHS[page]} label={pages(page)} /> },
    };
  });
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}

function InConsole({ base, path, label }: { base: string | undefined; path: string; label: string }): ReactNode {
  return base === undefined ? label : <Link href={`${base}${path}`}>{label}</Link>;
}

/** Where the prices of each service stand (FEE-14). */
export function PricesTable({ caption, placeBase }: TableProps) {
  const t = useTranslations("help.costs");
  const pages = useTranslations("shell.pages");
  const columns = (["what", "service"] as const).map((id) => ({ id, label: t(`columns.${id}`) }));
  const rows = PRICE_LINKS.map((service) => {
    const name = t(`services.${service}`);
    return {
      id: service,
      cells: { what: name, service: <InConsole base={placeBase} path={`/costs#${service}`} label={`${pages("costs")} · ${name}`} /> },
    };
  });
  return <HelpTable caption={caption} columns={columns} rows={rows} />;
}
