import ChevronRight from "lucide-react/icons/chevron-right";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "../controls/link";

export interface Crumb {
  readonly label: ReactNode;
  readonly href: string;
}

/** The way here, without the page itself: that is its title. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useTranslations("ui");
  return (
    <nav aria-label={t("breadcrumb")}>
      <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-1">
            <Link href={crumb.href} quiet className="inline-flex min-h-6 items-center hover:text-text">
              {crumb.label}
            </Link>
            <ChevronRight aria-hidden size={12} className="text-faint" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
