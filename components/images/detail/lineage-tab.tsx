"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { imageQueries } from "@/lib/images/client";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useReadFailure } from "../../console/use-read-failure";
import { Button } from "../../ui/controls/button";
import { Skeleton } from "../../ui/feedback/skeleton";
import { Card } from "../../ui/layout/card";
import { LineageGraph } from "./lineage-graph";
import { type LineageBranch, lineageTree } from "./lineage-layers";
import { LineageNodeLabel } from "./lineage-node-label";

/** Where an image came from and what came of it, as a graph or as a tree (PRI-25). */
export function LineageTab({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("manage");
  const [asTree, setAsTree] = useState(false);
  const { data, error, refetch } = useQuery(imageQueries.relations(place, image.id));
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  if (data === undefined) {
    return (
      <Card title={t("lineage.title")}>
        <div aria-busy className="flex gap-16">
          <Skeleton className="h-13 w-62" />
          <Skeleton className="h-13 w-62 max-sm:hidden" />
        </div>
      </Card>
    );
  }
  return (
    <Card title={t("lineage.title")}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <p className="text-muted text-sm">{t("lineage.help")}</p>
        <Button size="sm" className="max-sm:hidden" aria-pressed={asTree} onClick={() => setAsTree(!asTree)}>
          {t(asTree ? "lineage.asGraph" : "lineage.asTree")}
        </Button>
      </div>
      {/* A phone is too narrow for the drawing: it shows the tree. */}
      <ul className={asTree ? undefined : "sm:hidden"}>
        {lineageTree(data).map((branch) => (
          <Branch key={branch.node.id} place={place} branch={branch} current={image.id} />
        ))}
      </ul>
      {asTree ? null : (
        <div className="max-sm:hidden">
          <LineageGraph place={place} relations={data} current={image.id} />
        </div>
      )}
    </Card>
  );
}

function Branch({ place, branch, current }: { place: ConsolePlace; branch: LineageBranch; current: string }) {
  const t = useTranslations("manage");
  return (
    <li className="py-1">
      <span className="flex flex-wrap items-center gap-2">
        {branch.relation === undefined ? null : <span className="text-faint text-xs">{t(`lineage.relations.${branch.relation}`)}</span>}
        <LineageNodeLabel place={place} node={branch.node} current={branch.node.id === current} />
      </span>
      {branch.children.length === 0 ? null : (
        <ul className="ms-2 border-line border-s ps-4">
          {branch.children.map((child) => (
            <Branch key={child.node.id} place={place} branch={child} current={current} />
          ))}
        </ul>
      )}
    </li>
  );
}
