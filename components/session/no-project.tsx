import { useTranslations } from "next-intl";
import { LOCALE_COOKIE } from "@/lib/platform/i18n/locale";
import type { Theme } from "../shell/preferences";
import { StandalonePage } from "../shell/standalone-page";
import { Button } from "../ui/controls/button";

/** For who is signed in but may work in no project: what is missing, whom to ask, and the way out. */
export function NoProject({ userName, theme, signOut }: { userName: string; theme: Theme; signOut: () => Promise<void> }) {
  const t = useTranslations("session");
  const shell = useTranslations("shell");
  return (
    <StandalonePage heading={t("noProject")} note={t("signedInAs", { name: userName })} theme={theme} localeCookie={LOCALE_COOKIE}>
      <p>{t("askForGroup")}</p>
      <form action={signOut} className="mt-4">
        <Button type="submit" className="w-full">
          {shell("signOut")}
        </Button>
      </form>
    </StandalonePage>
  );
}
