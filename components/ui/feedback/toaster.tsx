"use client";

import { useTranslations } from "next-intl";
import { Toaster as Sonner } from "sonner";

export default function Toaster() {
  const t = useTranslations("ui");
  return (
    <Sonner
      position="bottom-left"
      duration={6000}
      closeButton
      containerAriaLabel={t("notices")}
      toastOptions={{
        closeButtonAriaLabel: t("dismiss"),
        style: { background: "var(--raised)", color: "var(--text)", border: "1px solid var(--line)", fontSize: "var(--text-base)" },
      }}
    />
  );
}
