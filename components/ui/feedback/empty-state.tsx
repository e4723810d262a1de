import Filter from "lucide-react/icons/filter";
import Lock from "lucide-react/icons/lock";
import MapPin from "lucide-react/icons/map-pin";
import PackageOpen from "lucide-react/icons/package-open";
import PowerOff from "lucide-react/icons/power-off";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** Why there is nothing: nothing yet, nothing that matches, nothing one may see, nothing in this region, or the service is off. */
export type EmptyKind = "nothing" | "noMatch" | "noPermission" | "nothingHere" | "off";

const ICONS = { nothing: PackageOpen, noMatch: Filter, noPermission: Lock, nothingHere: MapPin, off: PowerOff } as const;

export interface EmptyStateProps {
  kind: EmptyKind;
  /** Replaces the general words of the kind. */
  title?: ReactNode;
  children?: ReactNode;
  /** The way on: create, clear the filters, switch the region. */
  actions?: ReactNode;
}

export function EmptyState({ kind, title, children, actions }: EmptyStateProps) {
  const t = useTranslations("ui");
  const Icon = ICONS[kind];
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-12 text-center">
      <span className="mb-3 flex size-10 items-center justify-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden size={20} />
      </span>
      <p className="font-medium">{title ?? t(`empty.${kind}.title`)}</p>
      <div className="mt-1 text-muted text-sm">{children ?? t(`empty.${kind}.body`)}</div>
      {actions === undefined ? null : <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** Nothing may be seen here: names the missing action and who can grant it. */
export function NoPermission({ action, grantor, actions }: { action: string; grantor?: ReactNode; actions?: ReactNode }) {
  const t = useTranslations("ui");
  return (
    <EmptyState kind="noPermission" actions={actions}>
      {t.rich("needsAction", { code: () => <code className="rounded-sm bg-sunken px-1 font-mono text-text">{action}</code> })}{" "}
      {grantor ?? t("askAdministrator")}
    </EmptyState>
  );
}
