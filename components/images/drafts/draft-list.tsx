"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { deleteDraftAction } from "@/lib/drafts/actions";
import { draftQueries } from "@/lib/drafts/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { useWhyForbidden } from "../../console/rights";
import { Button } from "../../ui/controls/button";
import { Timestamp } from "../../ui/data/timestamp";
import { Card } from "../../ui/layout/card";
import { MAKING_FORM, readMaking } from "../make-image/making-draft";
import { readDraft } from "../register-wizard/read-draft";

/** Forms that were begun and not sent, to go on with or to throw away. */
export function DraftList({ place }: { place: ConsolePlace }) {
  const t = useTranslations("manage");
  const client = useQueryClient();
  const forbidden = useWhyForbidden();
  const { data = [] } = useQuery({ ...draftQueries.list(place), retry: false });
  if (data.length === 0) return null;
  const drop = async (draftId: string) => {
    await deleteDraftAction(place, { draftId });
    await client.invalidateQueries({ queryKey: draftQueries.list(place).queryKey });
  };
  return (
    <Card title={t("drafts.title")}>
      <ul className="space-y-2">
        {data.slice(0, 5).map(({ id, form, updatedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 sm:flex-nowrap">
            {/* A whole page load: the form starts anew from what was kept. */}
            <a
              href={hrefIn(place, `${PATHS[formOf(form)]}?draft=${id}`)}
              className="min-w-0 truncate py-1 font-medium text-accent-text hover:underline max-sm:basis-full"
              title={nameOf(form)}
            >
              {nameOf(form) || t("drafts.unnamed")}
            </a>
            <span className="text-muted text-sm sm:shrink-0">
              {t(`drafts.forms.${formOf(form)}`)} <Timestamp value={updatedAt} />
            </span>
            <Button
              size="sm"
              variant="ghost"
              className="ms-auto"
              disabledReason={forbidden("ims:serverImages:create")}
              onClick={() => void drop(id)}
            >
              {t("drafts.drop")}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const PATHS = { file: "/images/private/create", making: "/images/private/create/from" } as const;
type Kept = Readonly<Record<string, unknown>>;

/** Which of the two forms was begun. */
const formOf = (form: Kept) => (MAKING_FORM in form ? "making" : "file");

function nameOf(form: Kept): string {
  if (formOf(form) === "file") return readDraft(form.draft).name || String(form.fileName ?? "");
  const { name, names } = readMaking(form[MAKING_FORM]);
  return name || (Object.values(names)[0] ?? "");
}
