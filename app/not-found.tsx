import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/controls/link";

export default function NotFound() {
  const t = useTranslations("common");
  return (
    <main className="mx-auto flex min-h-[70dvh] max-w-md flex-col items-center justify-center px-6 text-center">
      <p className="font-semibold text-2xl text-faint">404</p>
      <h1 className="mt-2 font-semibold text-xl">{t("notFound.title")}</h1>
      <p className="mt-2 text-muted">{t("notFound.body")}</p>
      <ButtonLink href="/" className="mt-6">
        {t("notFound.home")}
      </ButtonLink>
    </main>
  );
}
