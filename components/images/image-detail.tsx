"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { imageQueries } from "@/lib/images/client";
import { type ImageView, isTransient, whyNotBootable, whyNotDeletable, whyNotRetryable } from "@/lib/images/model";
import type { ErrorCode } from "@/lib/platform/errors";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { JobPanel } from "../jobs/job-panel";
import { useErrorWords } from "../shell/error-words";
import { Button } from "../ui/controls/button";
import { CopyButton } from "../ui/controls/copy-button";
import { ButtonLink } from "../ui/controls/link";
import { Alert } from "../ui/feedback/alert";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { KeyValues } from "../ui/data/key-values";
import { DeleteImageDialog } from "./delete-image-dialog";
import { RefusalDetail } from "./refusal-detail";
import { useImageFacts, useStorageFacts } from "./image-facts";
import { ImageStatus } from "./image-status";
import { useRetryImage } from "./use-retry-image";

export function ImageDetail({ place, imageId }: { place: ConsolePlace; imageId: string }) {
  const { data: image, error, refetch } = useQuery({
    ...imageQueries.detail(place, imageId),
    refetchInterval: (query) => (query.state.data !== undefined && isTransient(query.state.data) ? 2_000 : false),
  });
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  return image === undefined ? null : <LoadedImage place={place} image={image} />;
}

function LoadedImage({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("images");
  const facts = useImageFacts(image);
  const storage = useStorageFacts(image);
  const listHref = hrefIn(place, `/images/${image.type}`);
  return (
    <>
      <PageHeader
        title={image.name}
        crumbs={[{ label: t(`types.${image.type}`), href: listHref }]}
        meta={
          <>
            <ImageStatus image={image} />
            <span className="inline-flex items-center gap-1">
              <code className="font-mono text-xs">{image.id}</code>
              <CopyButton value={image.id} name={t("fields.id")} />
            </span>
          </>
        }
        actions={<DetailActions place={place} image={image} listHref={listHref} />}
      />
      <div className="space-y-4">
        <FailureNotice place={place} image={image} />
        {image.job === null ? null : <JobPanel place={place} imageId={image.id} />}
        <Card title={t("sections.basics")}>
          <KeyValues items={facts} />
        </Card>
        <Card title={t("sections.storage")}>
          <KeyValues items={storage} />
        </Card>
      </div>
    </>
  );
}

function DetailActions({ place, image, listHref }: { place: ConsolePlace; image: ImageView; listHref: string }) {
  const t = useTranslations("images");
  const words = useErrorWords();
  const [deleting, setDeleting] = useState(false);
  const notDeletable = whyNotDeletable(image);
  return (
    <>
      {image.type === "private" ? (
        <Button variant="danger" disabledReason={notDeletable === undefined ? undefined : words(notDeletable.code).title} onClick={() => setDeleting(true)}>
          {t("actions.delete")}
        </Button>
      ) : null}
      {whyNotBootable(image) === undefined ? (
        <ButtonLink variant="primary" href={hrefIn(place, `/servers/create?image=${image.id}`)}>
          {t("actions.applyServer")}
        </ButtonLink>
      ) : null}
      {deleting ? <DeleteImageDialog place={place} image={image} thenHref={listHref} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

/** Why an image failed, in words, with what was found, and another try where one makes sense. */
function FailureNotice({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("images");
  const words = useErrorWords();
  const retry = useRetryImage(place);
  const [pending, setPending] = useState(false);
  if (image.failureCode === null) return null;
  const { title, advice } = words(image.failureCode as ErrorCode); // written by the worker from the error table
  const again = async () => {
    setPending(true);
    await retry(image);
    setPending(false);
  };
  const actions =
    whyNotRetryable(image) === undefined ? (
      <Button size="sm" loading={pending} onClick={() => void again()}>
        {t("actions.retry")}
      </Button>
    ) : undefined;
  return (
    <Alert tone={image.state === "error" ? "danger" : "warning"} title={title} actions={actions}>
      <p>{advice}</p>
      <RefusalDetail detail={image.failureDetail} />
    </Alert>
  );
}
