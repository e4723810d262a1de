"use client";

import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/controls/button";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { IconButton } from "@/components/ui/controls/icon-button";
import { Kbd } from "@/components/ui/controls/kbd";
import { ButtonLink, Link, OutLink } from "@/components/ui/controls/link";
import { Row, Section } from "./section";

const VARIANTS = ["primary", "secondary", "ghost", "danger"] as const;

export function Controls() {
  const t = useTranslations("catalogue");
  return (
    <Section title={t("sections.controls")}>
      <Row>
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {t("createImage")}
          </Button>
        ))}
        <Button variant="primary" icon={<Plus aria-hidden size={16} />}>
          {t("createImage")}
        </Button>
        <Button loading>{t("createImage")}</Button>
        <Button disabled>{t("createImage")}</Button>
        <Button disabledReason={t("reason")}>{t("share")}</Button>
      </Row>
      <Row>
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} size="sm">
            {t("share")}
          </Button>
        ))}
        <ButtonLink href="/catalogue">{t("share")}</ButtonLink>
        <IconButton label={t("delete")} icon={<Trash2 aria-hidden size={16} />} />
        <IconButton label={`${t("delete")} (3)`} badge={3} icon={<Trash2 aria-hidden size={16} />} />
        <CopyButton value="0b5c8e4a" name="ID" />
        <Link href="/catalogue">{t("title")}</Link>
        <Link href="/catalogue" quiet>
          {t("title")}
        </Link>
        <OutLink href="https://www.rfc-editor.org/rfc/rfc9110">RFC 9110</OutLink>
        <Kbd>Ctrl K</Kbd>
      </Row>
    </Section>
  );
}
