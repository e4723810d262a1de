import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Logo } from "../shell/logo";

/** The page around the sign-in form: name of the service, the form, what to do without an account. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("session");
  return (
    <main id="main" className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Logo />
          <h1 className="font-semibold text-xl">{t("heading")}</h1>
          <p className="text-muted text-sm">{t("lead")}</p>
        </div>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-float">{children}</div>
        <p className="mt-4 text-center text-muted text-sm">{t("noAccount")}</p>
      </div>
    </main>
  );
}
