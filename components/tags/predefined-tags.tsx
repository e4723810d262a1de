"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { createPredefinedTagsAction, deletePredefinedTagsAction } from "@/lib/tags/actions";
import { tagQueries } from "@/lib/tags/client";
import { TAG_KEY_PATTERN, TAG_VALUE_PATTERN } from "@/lib/tags/constraints";
import { formatTag, type Tag } from "@/lib/tags/model";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { useReadFailure } from "../console/use-read-failure";
import { Button } from "../ui/controls/button";
import { IconButton } from "../ui/controls/icon-button";
import { notify } from "../ui/feedback/notify";
import { Input } from "../ui/forms/input";
import { Card } from "../ui/layout/card";

/** Tags the account keeps ready: they are offered wherever tags are typed. */
export function PredefinedTags({ place }: { place: ConsolePlace }) {
  const t = useTranslations("manage");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const { data = [], error, refetch } = useQuery(tagQueries.predefined(place));
  const failure = useReadFailure(error, refetch);
  const [tag, setTag] = useState<Tag>({ key: "", value: "" });
  const fine = TAG_KEY_PATTERN.test(tag.key) && TAG_VALUE_PATTERN.test(tag.value);

  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!fine) return;
    const result = await createPredefinedTagsAction(place, { tags: [tag] });
    if (!result.ok) return failed(result.error);
    setTag({ key: "", value: "" });
    await client.invalidateQueries({ queryKey: ["tags", "predefined"] });
    await notify(t("tagPage.added", { tag: formatTag(tag) }));
  };
  const remove = async ({ key, value }: Tag) => {
    const result = await deletePredefinedTagsAction(place, { tags: [{ key, value }] });
    if (!result.ok) return failed(result.error);
    await client.invalidateQueries({ queryKey: ["tags", "predefined"] });
    await notify(t("tagPage.removed", { tag: formatTag({ key, value }) }));
  };
  return (
    <Card title={t("tagPage.predefined")}>
      <p className="mb-3 text-muted text-sm">{t("tagPage.predefinedHelp")}</p>
      <form onSubmit={(event) => void add(event)} className="mb-3 flex max-w-2xl flex-wrap items-center gap-2">
        <Input
          aria-label={t("tags.key")}
          placeholder={t("tags.key")}
          value={tag.key}
          maxLength={36}
          className="w-32 flex-1"
          onChange={(event) => setTag({ ...tag, key: event.target.value })}
        />
        <Input
          aria-label={t("tags.value")}
          placeholder={t("tags.value")}
          value={tag.value}
          maxLength={43}
          className="w-32 flex-1"
          onChange={(event) => setTag({ ...tag, value: event.target.value })}
        />
        <Button type="submit" disabled={!fine} disabledReason={forbidden("tms:predefineTags:create")}>
          {t("tagPage.add")}
        </Button>
      </form>
      {failure ??
        (data.length === 0 ? (
          <p className="text-muted">{t("tagPage.nonePredefined")}</p>
        ) : (
          <ul className="flex flex-wrap gap-1.5">
            {data.map((each) => (
              <li key={formatTag(each)} className="inline-flex h-6 items-center rounded-full border border-line bg-surface ps-2.5 text-sm">
                {formatTag(each)}
                <IconButton
                  size="sm"
                  tooltip={false}
                  label={t("tagPage.remove", { tag: formatTag(each) })}
                  icon={<X aria-hidden size={12} />}
                  disabledReason={forbidden("tms:predefineTags:delete")}
                  onClick={() => void remove(each)}
                />
              </li>
            ))}
          </ul>
        ))}
    </Card>
  );
}
