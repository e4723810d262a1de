"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ImageDetailView, ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { CopyButton } from "../ui/controls/copy-button";
import { Link } from "../ui/controls/link";
import type { KeyValue } from "../ui/data/key-values";
import { Size } from "../ui/data/size";
import { Timestamp } from "../ui/data/timestamp";
import { useListed } from "../ui/data/use-listed";
import { osWords } from "./os-words";

/** What an image is (IMG-02): kind, system, architecture, boot mode, sizes, limits. */
export function useImageFacts(image: ImageView): readonly KeyValue[] {
  const t = useTranslations("images");
  const locale = useLocale();
  const memory = (megabytes: number) => (megabytes === 0 ? t("noLimit") : formatGib(megabytes / 1024, locale));
  return [
    { id: "kind", label: t("fields.kind"), value: t(`kinds.${image.kind}`) },
    { id: "os", label: t("fields.os"), value: osWords(image) },
    { id: "osFamily", label: t("fields.osFamily"), value: image.osFamily === null ? undefined : t(`families.${familyOf(image.osFamily)}`) },
    { id: "detected", label: t("fields.osDetected"), value: image.osDetected },
    { id: "bits", label: t("fields.bits"), value: image.osBits === null ? undefined : t("bits", { bits: image.osBits }) },
    {
      id: "architecture",
      label: t("fields.architecture"),
      value: image.architecture === null ? undefined : t(`architectures.${image.architecture}`),
    },
    { id: "boot", label: t("fields.bootMode"), value: image.bootMode === null ? undefined : image.bootMode.toUpperCase() },
    {
      id: "cloudInit",
      label: t("fields.cloudInit"),
      value: image.virtualSizeBytes === null ? undefined : t(image.hasCloudInit ? "yes" : "no"),
    },
    {
      id: "virtio",
      label: t("fields.virtio"),
      value: image.hasVirtioDrivers === null ? undefined : t(image.hasVirtioDrivers ? "yes" : "no"),
    },
    { id: "minDisk", label: t("fields.minDisk"), value: image.minDiskGb === 0 ? undefined : formatGib(image.minDiskGb, locale) },
    { id: "minRam", label: t("fields.minRam"), value: memory(image.minRamMb) },
    { id: "maxRam", label: t("fields.maxRam"), value: memory(image.maxRamMb) },
    { id: "encrypted", label: t("fields.encrypted"), value: t(image.encrypted ? "yes" : "no") },
    { id: "createdAt", label: t("fields.createdAt"), value: <Timestamp value={image.createdAt} /> },
    { id: "description", label: t("fields.description"), value: image.description === "" ? undefined : image.description, wide: true },
  ];
}

/** Where an image came from and how its bytes are kept (FMT-04). */
export function useStorageFacts(place: ConsolePlace, image: ImageDetailView): readonly KeyValue[] {
  const listed = useListed();
  const t = useTranslations("images");
  const locale = useLocale();
  const { sourceServer, sourceBackup, dataDisksGb } = image;
  const disks = [image.minDiskGb, ...dataDisksGb].map(
    (sizeGb, index) => `${t(index === 0 ? "systemDisk" : "dataDisk", { number: index })} ${formatGib(sizeGb, locale)}`,
  );
  return [
    ...(image.kind === "whole" ? [{ id: "disks", label: t("fields.disks"), value: listed(disks), wide: true }] : []),
    ...(sourceServer === null
      ? []
      : [
          {
            id: "server",
            label: t("fields.sourceServer"),
            value: <Link href={hrefIn(place, `/servers/${sourceServer.id}`)}>{sourceServer.name}</Link>,
          },
        ]),
    ...(sourceBackup === null
      ? []
      : [
          {
            id: "backup",
            label: t("fields.sourceBackup"),
            value: <Link href={hrefIn(place, `/backups?q=${encodeURIComponent(sourceBackup.name)}`)}>{sourceBackup.name}</Link>,
          },
        ]),
    { id: "source", label: t("fields.source"), value: image.sourceName ?? t(`sources.${image.sourceKind === "file" ? "file" : "upload"}`) },
    { id: "sourceFormat", label: t("fields.sourceFormat"), value: image.sourceFormat === null ? undefined : formatWords(image) },
    { id: "storedFormat", label: t("fields.storedFormat"), value: image.storedFormat?.toUpperCase() },
    {
      id: "virtual",
      label: t("fields.virtualSize"),
      value: image.virtualSizeBytes === null ? undefined : <Size bytes={image.virtualSizeBytes} />,
    },
    { id: "stored", label: t("fields.storedSize"), value: image.storedBytes === null ? undefined : <Size bytes={image.storedBytes} /> },
    { id: "replicas", label: t("fields.replicas"), value: image.replicas ?? undefined },
    { id: "integrity", label: t("fields.integrity"), value: image.integrity === null ? undefined : <Integrity {...image.integrity} /> },
    { id: "sha", label: t("fields.objectSha256"), value: digest(image.objectSha256, t("fields.objectSha256")), wide: true },
    { id: "content", label: t("fields.contentDigest"), value: digest(image.contentDigest, t("fields.contentDigest")), wide: true },
  ];
}

function Integrity({ checkedAt, damage }: NonNullable<ImageDetailView["integrity"]>) {
  const t = useTranslations("images");
  if (damage !== null) return t("integrity.damaged");
  if (checkedAt === null) return t("integrity.never");
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {t("integrity.sound")}
      <Timestamp value={checkedAt} />
    </span>
  );
}

function formatWords(image: Pick<ImageView, "sourceFormat" | "sourceSubformat">): string {
  const name = (image.sourceFormat ?? "").toUpperCase();
  return image.sourceSubformat === null ? name : `${name} (${image.sourceSubformat})`;
}

function familyOf(family: string): "linux" | "windows" | "other" {
  return family === "linux" || family === "windows" ? family : "other";
}

function digest(value: string | null, name: string): ReactNode {
  if (value === null) return undefined;
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 break-all font-mono text-sm">{value}</code>
      <CopyButton value={value} name={name} />
    </span>
  );
}
