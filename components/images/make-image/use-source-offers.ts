"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { backupQueries } from "@/lib/backups/client";
import type { BackupKind, BackupView } from "@/lib/backups/model";
import { wholeBackupList } from "@/lib/backups/search";
import { type SourceRoute, whyNotSource } from "@/lib/images/rules/source-rules";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { serverQueries } from "@/lib/servers/client";
import type { ServerView } from "@/lib/servers/model";
import { wholeServerList } from "@/lib/servers/search";
import { useErrorWords } from "../../shell/error-words";

/** Something an image may be made of, and why it cannot now. */
export interface SourceOffer {
  readonly id: string;
  readonly name: string;
  readonly facts: readonly string[];
  readonly disabledReason: string | undefined;
  /** All its disks together. */
  readonly sizeGb: number;
  readonly running: boolean;
  readonly encrypted: boolean;
  /** Of a data disk: the server it belongs to, and a name for its image. */
  readonly server?: { readonly id: string; readonly name: string };
  readonly suggestedName: string;
  /** The service that keeps it, where it is a backup. */
  readonly backup?: BackupKind;
}

/** Servers, data disks or backups to make an image of; undefined while they are read. */
export function useSourceOffers(place: ConsolePlace, route: SourceRoute): readonly SourceOffer[] | undefined {
  const words = useErrorWords();
  const t = useTranslations("making");
  const states = useTranslations("servers");
  const backupWords = useTranslations("backups");
  const locale = useLocale();
  const isBackup = route === "wholeFromBackup";
  const servers = useQuery({ ...serverQueries.list(place, wholeServerList()), enabled: !isBackup }).data?.items;
  const backups = useQuery({ ...backupQueries.list(place, wholeBackupList()), enabled: isBackup }).data?.items;
  return useMemo(() => {
    const why = (...source: Parameters<typeof whyNotSource>) => {
      const refusal = whyNotSource(...source);
      return refusal === undefined ? undefined : words(refusal.code).title;
    };
    const known = (...facts: readonly (string | null)[]) => facts.filter((fact): fact is string => Boolean(fact));
    const ofServer = (server: ServerView): SourceOffer => {
      const volume = server.volumes.find(({ bootable }) => bootable);
      const sizeGb = server.volumes.reduce((sum, each) => sum + each.sizeGb, 0);
      const disks = t("disks", { count: server.volumes.length, size: formatGib(sizeGb, locale) });
      return {
        id: server.id,
        name: server.name,
        facts: known(states(`kindOf.${server.kind}`), states(`statuses.${server.state}`), server.osVersion, server.zoneId, disks),
        disabledReason: why(route, { server, ...(volume === undefined ? {} : { volume }) }),
        sizeGb,
        running: server.status === "running",
        encrypted: server.volumes.some((each) => each.encrypted),
        suggestedName: "",
      };
    };
    const ofDisks = (server: ServerView): SourceOffer[] =>
      server.volumes
        .filter(({ bootable }) => !bootable)
        .map((volume) => ({
          id: volume.id,
          name: volume.name,
          facts: known(server.name, volume.device, formatGib(volume.sizeGb, locale), states(`statuses.${server.state}`)),
          disabledReason: why(route, { server, volume }),
          sizeGb: volume.sizeGb,
          running: server.status === "running",
          encrypted: volume.encrypted,
          server: { id: server.id, name: server.name },
          suggestedName: volume.name,
        }));
    const ofBackup = (backup: BackupView): SourceOffer => ({
      id: backup.id,
      name: backup.name,
      facts: known(
        backupWords(`kinds.${backup.kind}`),
        backup.serverName,
        formatGib(backup.sizeGb, locale),
        backup.kind === "csbs" ? t("notShareable") : null,
      ),
      disabledReason: why(route, { backup }),
      backup: backup.kind,
      sizeGb: backup.sizeGb,
      running: false,
      encrypted: false,
      suggestedName: "",
    });
    if (isBackup) return backups?.map(ofBackup);
    return route === "dataFromVolume" ? servers?.flatMap(ofDisks) : servers?.map(ofServer);
  }, [servers, backups, route, isBackup, words, t, states, backupWords, locale]);
}
