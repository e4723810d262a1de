"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { imageQueries } from "@/lib/images/client";
import { type ImageDetailView, type ImageView, isTransient } from "@/lib/images/model";
import { ITEM_OF } from "@/lib/images/rules/item-of";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ErrorCode } from "@/lib/platform/errors";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useReadFailure } from "../console/use-read-failure";
import { HelpLink } from "../help/help-links";
import { JobPanel } from "../jobs/job-panel";
import { ListingCard } from "../market/listing-card";
import { useErrorWords } from "../shell/error-words";
import { Button } from "../ui/controls/button";
import { ButtonLink } from "../ui/controls/link";
import { IdText } from "../ui/data/code";
import { type KeyValue, KeyValues } from "../ui/data/key-values";
import { Alert } from "../ui/feedback/alert";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { Menu } from "../ui/overlays/menu";
import { CorrectionList } from "./correction-list";
import { FeatureTable } from "./detail/feature-table";
import type { ImageTab } from "./detail/image-tab";
import { ImageTabContent, ImageTabs } from "./detail/image-tabs";
import { useManagementFacts } from "./detail/management-facts";
import { RetirementNotice } from "./detail/retirement-notice";
import { useImageFacts, useStorageFacts } from "./image-facts";
import { DamageNotice, ScrubButton } from "./image-integrity";
import { ImageStatus } from "./image-status";
import { useImageActs } from "./manage/use-image-acts";
import { RefusalDetail } from "./refusal-detail";
import { useRetryImage } from "./use-retry-image";

interface Props {
  place: ConsolePlace;
  imageId: string;
  tab?: ImageTab;
  operator?: boolean;
}

export function ImageDetail({ place, imageId, tab = "overview", operator = false }: Props) {
  const {
    data: image,
    error,
    refetch,
  } = useQuery({
    ...imageQueries.detail(place, imageId),
    refetchInterval: (query) => (query.state.data !== undefined && isChanging(query.state.data) ? 2_000 : false),
  });
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  return image === undefined ? null : <LoadedImage place={place} image={image} tab={tab} operator={operator} />;
}

function isChanging(image: ImageDetailView): boolean {
  return isTransient(image) || image.busyWith.includes("scrubImage");
}

interface LoadedProps extends Required<Omit<Props, "imageId">> {
  image: ImageDetailView;
}

function LoadedImage({ place, image, tab, operator }: LoadedProps) {
  const t = useTranslations("images");
  const listHref = hrefIn(place, `/images/${image.type}`);
  return (
    <>
      <PageHeader
        title={image.name}
        crumbs={[{ label: t(`types.${image.type}`), href: listHref }]}
        meta={
          <>
            <ImageStatus image={image} />
            <IdText id={image.id} name={t("fields.id")} whole />
          </>
        }
        actions={<DetailActions place={place} image={image} listHref={listHref} operator={operator} />}
      />
      <ImageTabs place={place} image={image} />
      {tab === "overview" ? <Overview place={place} image={image} /> : <ImageTabContent place={place} image={image} tab={tab} />}
    </>
  );
}

function Overview({ place, image }: { place: ConsolePlace; image: ImageDetailView }) {
  const t = useTranslations("images");
  const facts = useImageFacts(image);
  const managed = useManagementFacts(image);
  const storage = useStorageFacts(place, image);
  return (
    <div className="space-y-4">
      <FailureNotice place={place} image={image} />
      <RetirementNotice place={place} image={image} />
      <SystemNotice image={image} />
      <DamageNotice image={image} />
      {image.job === null ? null : <JobPanel place={place} imageId={image.id} />}
      <Card title={t("sections.basics")}>
        <KeyValues items={[...narrow(facts), ...narrow(managed), ...wide(facts), ...wide(managed)]} />
      </Card>
      {image.type === "public" ? <FeatureTable image={image} /> : null}
      <ListingCard place={place} image={image} />
      <Card title={t("sections.storage")}>
        <KeyValues items={storage} />
        <ScrubButton place={place} image={image} />
      </Card>
    </div>
  );
}

/** What takes a whole row stands after what shares one, so that no row has gaps. */
const narrow = (facts: readonly KeyValue[]) => facts.filter((fact) => !fact.wide);
const wide = (facts: readonly KeyValue[]) => facts.filter((fact) => fact.wide);

interface ActionProps {
  place: ConsolePlace;
  image: ImageView;
  listHref: string;
  operator: boolean;
}

function DetailActions({ place, image, listHref, operator }: ActionProps) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const forbidden = useWhyForbidden(image);
  const { groups, dialogs } = useImageActs(place, image, { operator, thenHref: listHref });
  return (
    <>
      <Menu trigger={<Button>{m("more")}</Button>} groups={groups} />
      {whyNot("createServer", image) === undefined ? (
        <ButtonLink
          variant="primary"
          href={hrefIn(place, `/servers/create?image=${image.id}`)}
          disabledReason={forbidden("ecs:servers:create")}
        >
          {t("actions.applyServer")}
        </ButtonLink>
      ) : null}
      {dialogs}
    </>
  );
}

/** What the disk said otherwise than its owner, and what a server may miss. */
function SystemNotice({ image }: { image: ImageView }) {
  const t = useTranslations("images");
  return (
    <>
      {image.corrections.length > 0 ? (
        <Alert tone="warning" title={t("corrections.done")}>
          <CorrectionList corrections={image.corrections} />
        </Alert>
      ) : null}
      {image.hasVirtioDrivers === false ? (
        <Alert tone="warning" title={t("properties.noVirtio")}>
          {t("properties.noVirtioBody")}
        </Alert>
      ) : null}
    </>
  );
}

/** Why an image failed, in words, with what was found, and another try where one makes sense. */
function FailureNotice({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("images");
  const words = useErrorWords();
  const retry = useRetryImage(place);
  const forbidden = useWhyForbidden(image);
  const [pending, setPending] = useState(false);
  if (image.failureCode === null) return null;
  const { title, advice } = words(image.failureCode as ErrorCode); // written by the worker from the error table
  const again = async () => {
    setPending(true);
    await retry(image);
    setPending(false);
  };
  const actions =
    whyNot("retry", image) === undefined ? (
      <Button size="sm" loading={pending} disabledReason={forbidden(ITEM_OF.retry)} onClick={() => void again()}>
        {t("actions.retry")}
      </Button>
    ) : undefined;
  return (
    <Alert tone={image.state === "error" ? "danger" : "warning"} title={title} actions={actions}>
      <p>{advice}</p>
      <RefusalDetail detail={image.failureDetail} />
      {typeof image.failureDetail?.construct === "string" ? <HelpLink to="convert" /> : null}
    </Alert>
  );
}
