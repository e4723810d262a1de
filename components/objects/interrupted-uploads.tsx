"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatPercent } from "@/lib/platform/format/number";
import { cancelUploadAction } from "@/lib/uploads/actions";
import { uploadQueries } from "@/lib/uploads/client";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { Button } from "../ui/controls/button";
import { Card } from "../ui/layout/card";
import { useUploads } from "../uploads/upload-provider";

/** Uploads that the service holds a part of and this tab does not send: choose the same file again to continue, or discard them. */
export function InterruptedUploads({ place, bucketId }: { place: ConsolePlace; bucketId: string }) {
  const t = useTranslations("objects");
  const locale = useLocale();
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const { uploads } = useUploads();
  const { data } = useQuery(uploadQueries.list(place));
  const live = new Set(uploads.map((upload) => upload.name));
  const interrupted = (data ?? []).filter((upload) => upload.bucketId === bucketId && !live.has(upload.objectName));
  if (interrupted.length === 0) return null;
  const discard = async (uploadId: string) => {
    const result = await cancelUploadAction(place, { uploadId });
    await client.invalidateQueries({ queryKey: uploadQueries.all(place) });
    if (!result.ok) await failed(result.error);
  };
  return (
    <Card title={t("upload.interrupted")} flush>
      <p className="px-4 pt-3 text-muted text-sm">{t("upload.interruptedBody")}</p>
      <ul className="divide-y divide-line">
        {interrupted.map((upload) => (
          <li key={upload.id} className="flex items-center justify-between gap-4 px-4 py-2.5">
            <span className="min-w-0">
              <span className="wrap-anywhere block font-medium">{upload.objectName}</span>
              <span className="text-muted text-sm">
                {t("upload.received", { percent: formatPercent((upload.receivedBytes / Math.max(1, upload.sizeBytes)) * 100, locale) })}
              </span>
            </span>
            {upload.own ? (
              <Button size="sm" disabledReason={forbidden("obs:objects:create")} onClick={() => void discard(upload.id)}>
                {t("upload.discard")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
