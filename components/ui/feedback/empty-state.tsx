import clsx from "clsx";
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
  /** Replaces the general words of the kind, both lines. */
  title?: ReactNode;
  children?: ReactNode;
  /** The way on: create, clear the filters, switch the region. */
  actions?: ReactNode;
  /** It stands for the whole page, so its words are the page's heading. */
  page?: boolean;
  /** What there is nothing of, where no heading says so. */
  of?: string | undefined;
}

export function EmptyState({ kind, title, children, actions, page = false, of }: EmptyStateProps) {
  const t = useTranslations("ui");
  const Title = page ? "h1" : "p";
  const Icon = ICONS[kind];
  const body = children ?? (title === undefined ? t(`empty.${kind}.body`) : undefined);
  return (
    <div className={clsx("mx-auto flex max-w-md flex-col items-center px-4 text-center text-balance", page ? "py-24" : "py-12")}>
      <span className="mb-3 flex size-10 items-center justify-center rounded-full bg-hover text-muted">
        <Icon aria-hidden size={20} />
      </span>
      {of === undefined ? null : <p className="mb-0.5 text-muted">{of}</p>}
      <Title className={page ? "font-semibold text-lg" : "font-medium"}>{title ?? t(`empty.${kind}.title`)}</Title>
      {body === undefined ? null : <div className="mt-1 text-muted text-sm">{body}</div>}
      {actions === undefined ? null : <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** Nothing may be seen here: names the missing action and who can grant it. */
export function NoPermission({
  action,
  grantor,
  ...rest
}: { action: string; grantor?: ReactNode } & Pick<EmptyStateProps, "actions" | "page" | "of">) {
  const t = useTranslations("ui");
  return (
    <EmptyState kind="noPermission" {...rest}>
      {t.rich("needsAction", {
        code: () => <code className="rounded-sm border border-line bg-sunken px-1 font-mono text-text">{action}</code>,
      })}
      <span className="block">{grantor ?? t("askAdministrator")}</span>
    </EmptyState>
  );
}
