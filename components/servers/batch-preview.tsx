"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { serverQueries } from "@/lib/servers/client";
import type { PlannedServer } from "@/lib/servers/model";
import { wholeServerList } from "@/lib/servers/search";
import { Button } from "../ui/controls/button";

/** Servers that are shown before one asks for the rest. */
const FIRST = 12;

interface Props {
  place: ConsolePlace;
  /** The name they share. */
  name: string;
  planned: readonly PlannedServer[];
}

/** What a batch will make, server by server: its name, its zone, and whether a server of that name is there already. */
export function BatchPreview({ place, name, planned }: Props) {
  const t = useTranslations("servers.batch");
  const [whole, setWhole] = useState(false);
  const asked = useDeferredValue(name);
  const { data } = useQuery({ ...serverQueries.list(place, { ...wholeServerList(), q: asked.slice(0, 60) }), retry: false });
  const taken = new Set(data?.items.map((server) => server.name));
  const clashes = planned.filter((server) => taken.has(server.name)).length;
  const zones = [...new Set(planned.map(({ zoneId }) => zoneId))].toSorted();
  const counts = zones.map((zone) => t("inZone", { zone, count: planned.filter(({ zoneId }) => zoneId === zone).length }));
  return (
    <section aria-label={t("title")} className="rounded-lg border border-line p-3">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-medium">{t("title")}</span>
        <span className="text-muted text-sm">
          {counts.map((count, index) => (
            <span key={count}>
              <span className="whitespace-nowrap">{index < counts.length - 1 ? `${count} ·` : count}</span>{" "}
            </span>
          ))}
        </span>
      </p>
      <ul className="mt-2 grid grid-cols-2 gap-1.5 sm:grid-cols-3 lg:grid-cols-4">
        {planned.slice(0, whole ? planned.length : FIRST).map((server) => (
          <li
            key={server.name}
            className={clsx("min-w-0 rounded-md border px-2 py-1", taken.has(server.name) ? "border-warn bg-warn-soft" : "border-line")}
          >
            <span className="block truncate text-sm" title={server.name}>
              {server.name}
            </span>
            <span className={clsx("block truncate text-xs", taken.has(server.name) ? "text-warn" : "text-faint")}>
              {taken.has(server.name) ? t("taken", { zone: server.zoneId }) : server.zoneId}
            </span>
          </li>
        ))}
      </ul>
      {planned.length > FIRST ? (
        <Button size="sm" variant="ghost" className="-ms-2 mt-1.5" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t("less") : t("all", { count: planned.length })}
        </Button>
      ) : null}
      {clashes === 0 ? null : <p className="mt-1.5 text-sm text-warn">{t("clash", { count: clashes })}</p>}
    </section>
  );
}
