"use client";

import Download from "lucide-react/icons/download";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { Dialog } from "@/components/ui/overlays/dialog";
import { Menu } from "@/components/ui/overlays/menu";
import { Popover } from "@/components/ui/overlays/popover";
import { Tooltip } from "@/components/ui/overlays/tooltip";
import { Row, Section } from "./section";

type Open = "dialog" | "drawer" | "confirm" | "typed";

export function Overlays() {
  const t = useTranslations("catalogue");
  const [open, setOpen] = useState<Open>();
  const state = (which: Open) => ({ open: open === which, onOpenChange: (next: boolean) => setOpen(next ? which : undefined) });
  const form = (
    <Field label={t("name")} hint={t("nameHint")}>
      <Input defaultValue="ubuntu-24.04-base" />
    </Field>
  );
  const confirm = {
    title: t("deleteImage"),
    subject: "ubuntu-24.04-base",
    consequences: [t("sentence"), t("reason")],
    confirmLabel: t("delete"),
    onConfirm: () => setOpen(undefined),
  };
  return (
    <Section title={t("sections.overlays")}>
      <Row>
        <Button onClick={() => setOpen("dialog")}>{t("dialog")}</Button>
        <Button onClick={() => setOpen("drawer")}>{t("drawer")}</Button>
        <Button onClick={() => setOpen("confirm")}>{t("confirm")}</Button>
        <Button onClick={() => setOpen("typed")}>{t("typed")}</Button>
        <Menu
          trigger={<Button>{t("menu")}</Button>}
          groups={[
            {
              id: "a",
              items: [
                { id: "export", label: t("export"), icon: <Download aria-hidden />, onSelect: () => undefined },
                { id: "share", label: t("share"), disabledReason: t("reason") },
              ],
            },
            { id: "b", items: [{ id: "delete", label: t("delete"), tone: "danger", onSelect: () => setOpen("confirm") }] },
          ]}
        />
        <Popover label={t("title")} trigger={<Button>{t("popover")}</Button>}>
          {t("sentence")}
        </Popover>
        <Tooltip content={t("sentence")}>
          <Button>{t("tooltip")}</Button>
        </Tooltip>
      </Row>
      <Dialog {...state("dialog")} title={t("rename")} subject={t("sentence")} footer={<Button variant="primary">{t("rename")}</Button>}>
        {form}
      </Dialog>
      <Dialog {...state("drawer")} placement="side" title={t("rename")} footer={<Button variant="primary">{t("rename")}</Button>}>
        {form}
      </Dialog>
      <ConfirmDialog {...state("confirm")} {...confirm} />
      <ConfirmDialog {...state("typed")} {...confirm} typed={["ubuntu-24.04-base"]} />
    </Section>
  );
}
