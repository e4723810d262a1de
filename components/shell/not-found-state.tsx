import { useTranslations } from "next-intl";
import { ButtonLink } from "../ui/controls/link";

/** There is no such page, or it is somebody else's: the two look the same. */
export function NotFoundState() {
  const t = useTranslations("common");
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-md flex-col items-center justify-center px-6 text-center">
      <p aria-hidden className="font-semibold text-2xl text-faint">
        404
      </p>
      <h1 className="mt-2 font-semibold text-xl">{t("notFound.title")}</h1>
      <p className="mt-2 text-balance text-muted">{t("notFound.body")}</p>
      <ButtonLink href="/" className="mt-6">
        {t("notFound.home")}
      </ButtonLink>
    </div>
  );
}
