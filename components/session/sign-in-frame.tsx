import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LOCALE_COOKIE } from "@/lib/platform/i18n/locale";
import type { Theme } from "../shell/preferences";
import { StandalonePage } from "../shell/standalone-page";
import { Link } from "../ui/controls/link";

/** The page around the sign-in form: name of the service, the form, what to do without an account. */
export function SignInFrame({ theme, children }: { theme: Theme; children: ReactNode }) {
  const t = useTranslations("session");
  return (
    <StandalonePage
      heading={t("heading")}
      lead={t("lead")}
      note={
        <>
          {t("noAccount")}
          <Link href="/help/start" className="mx-auto flex min-h-6 w-fit items-center">
            {t("howToBegin")}
          </Link>
        </>
      }
      theme={theme}
      localeCookie={LOCALE_COOKIE}
    >
      {children}
    </StandalonePage>
  );
}
