"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteBucketAction, deleteObjectAction } from "@/lib/objects/actions";
import { objectQueries } from "@/lib/objects/client";
import type { BucketView, ObjectView } from "@/lib/objects/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure, ActionResult } from "@/lib/platform/http/action";
import { hrefIn } from "../console/page-place";
import { useErrorWords } from "../shell/error-words";
import { notify } from "../ui/feedback/notify";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

export function DeleteObjectDialog({ place, object, onClose }: { place: ConsolePlace; object: ObjectView; onClose: () => void }) {
  const t = useTranslations("objects");
  const act = useDeletion(place, t("delete.done", { name: object.name }), onClose);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("delete.title")}
      subject={object.name}
      consequences={[t("delete.body")]}
      confirmLabel={t("delete.confirm")}
      onConfirm={() => act.run(() => deleteObjectAction(place, { objectId: object.id }))}
      pending={act.pending}
      error={act.error}
    />
  );
}

export function DeleteBucketDialog({ place, bucket, onClose }: { place: ConsolePlace; bucket: BucketView; onClose: () => void }) {
  const t = useTranslations("objects");
  const router = useRouter();
  const act = useDeletion(place, t("deleteBucket.done", { name: bucket.name }), () => {
    router.push(hrefIn(place, "/buckets"));
    onClose();
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("deleteBucket.title")}
      subject={bucket.name}
      consequences={[t("deleteBucket.body")]}
      confirmLabel={t("deleteBucket.confirm")}
      onConfirm={() => act.run(() => deleteBucketAction(place, { bucketId: bucket.id }))}
      pending={act.pending}
      error={act.error}
    />
  );
}

/** Runs a deletion, keeps the dialog open with the reason when it is refused, closes it and says so when it is done. */
function useDeletion(place: ConsolePlace, done: string, onDone: () => void) {
  const words = useErrorWords();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const run = async (act: () => Promise<ActionResult<unknown>>) => {
    setPending(true);
    const result = await act();
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    onDone();
    await client.invalidateQueries({ queryKey: objectQueries.all(place) });
    await notify(done);
  };
  return { run, pending, error: failure === undefined ? undefined : `${words(failure.code).title} ${words(failure.code).advice}` };
}
