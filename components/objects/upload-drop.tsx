"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { GIB } from "@/lib/disk/model";
import { chargesOfFile } from "@/lib/pricing/model";
import { uploadQueries } from "@/lib/uploads/client";
import { useWhyForbidden } from "../console/rights";
import { HelpLink } from "../help/help-links";
import { PricedNote } from "../pricing/priced-note";
import { Button } from "../ui/controls/button";
import { Alert } from "../ui/feedback/alert";
import { FileDrop } from "../ui/forms/file-drop";
import { sniffFile } from "../uploads/sniff-file";
import { usePlace, useUploads } from "../uploads/upload-provider";

/** Takes files for a bucket. Looks at each header before a byte is sent, and asks again for those that cannot become an image. */
export function UploadDrop({ bucketId }: { bucketId: string }) {
  const t = useTranslations("objects");
  const place = usePlace();
  const { add } = useUploads();
  const forbidden = useWhyForbidden();
  const [doubtful, setDoubtful] = useState<readonly Doubt[]>([]);
  const { data: interrupted } = useQuery(uploadQueries.list(place));

  const take = async (files: readonly File[]) => {
    const doubts = await Promise.all(files.map(doubtOf));
    const good = files.filter((_file, index) => doubts[index] === undefined);
    if (good.length > 0) add(bucketId, good, interrupted);
    setDoubtful(doubts.filter((doubt) => doubt !== undefined));
  };
  const sendAnyway = (doubt: Doubt) => {
    add(bucketId, [doubt.file], interrupted);
    setDoubtful(doubtful.filter((other) => other !== doubt));
  };
  return (
    <div className="space-y-2">
      <FileDrop
        label={t("upload.label")}
        hint={t("upload.hint")}
        multiple
        disabledReason={forbidden("obs:objects:create")}
        onFiles={(files) => void take(files)}
      />
      <HelpLink to="formats" />
      <PricedNote place={place} chargesAt={(prices) => chargesOfFile(GIB, prices)} />
      {doubtful.map((doubt) => (
        <Alert
          key={`${doubt.file.name} ${doubt.file.size}`}
          tone="warning"
          title={t(`upload.doubts.${doubt.reason}`, { name: doubt.file.name, found: doubt.found })}
          onDismiss={() => setDoubtful(doubtful.filter((other) => other !== doubt))}
          actions={
            <Button size="sm" onClick={() => sendAnyway(doubt)}>
              {t("upload.anyway")}
            </Button>
          }
        >
          <HelpLink to="convert" />
        </Alert>
      ))}
    </div>
  );
}

interface Doubt {
  readonly file: File;
  readonly reason: "backingFile" | "encrypted" | "compressed";
  readonly found: string;
}

/** Why a file would be refused as an image, as far as its first and last bytes tell; undefined when nothing speaks against it. */
async function doubtOf(file: File): Promise<Doubt | undefined> {
  const { format, container, warning } = await sniffFile(file);
  return warning === undefined ? undefined : { file, reason: warning, found: (container ?? format ?? "").toUpperCase() };
}
