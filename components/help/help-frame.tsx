import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LOCALE_COOKIE } from "@/lib/platform/i18n/locale";
import { Logo } from "../shell/logo";
import type { Theme } from "../shell/preferences";
import { LanguageMenu, ThemeMenu } from "../shell/user-menu";
import { ButtonLink, Link } from "../ui/controls/link";

/** The help outside of the console, for who has no account yet (ACC-05). */
export function HelpFrame({ theme, children }: { theme: Theme; children: ReactNode }) {
  const t = useTranslations("help");
  const common = useTranslations("common");
  return (
    <>
      <header className="flex items-center justify-between gap-2 border-line border-b px-4 py-2 sm:px-6">
        <Link href="/help" quiet className="inline-flex min-w-0 items-center gap-2 font-semibold">
          <Logo size={20} />
          <span className="truncate max-sm:text-sm">{common("appName")}</span>
        </Link>
        <div className="flex shrink-0 items-center gap-1">
          <LanguageMenu cookie={LOCALE_COOKIE} />
          <ThemeMenu theme={theme} />
          <ButtonLink href="/login" size="sm">
            {t("signIn")}
          </ButtonLink>
        </div>
      </header>
      <main id="main" className="mx-auto max-w-6xl px-4 pt-6 pb-20 sm:px-6">
        {children}
      </main>
    </>
  );
}
