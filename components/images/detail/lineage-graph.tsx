"use client";

import { useTranslations } from "next-intl";
import type { ImageRelations } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { lineageLayers } from "./lineage-layers";
import { LineageNodeLabel } from "./lineage-node-label";

/** Measures of the drawing. Unit: CSS pixels. */
const NODE = { width: 248, height: 52, gapX: 64, gapY: 20 } as const;

/** Ancestors at the start, descendants at the end; lines say how one came of the other. It scrolls inside its own frame. */
export function LineageGraph({ place, relations, current }: { place: ConsolePlace; relations: ImageRelations; current: string }) {
  const t = useTranslations("manage");
  const layers = lineageLayers(relations);
  const spots = new Map(
    layers.flatMap((layer, depth) =>
      layer.map((node, row) => [node.id, { x: depth * (NODE.width + NODE.gapX), y: row * (NODE.height + NODE.gapY) }] as const),
    ),
  );
  const width = layers.length * (NODE.width + NODE.gapX) - NODE.gapX;
  const height = Math.max(...layers.map((layer) => layer.length)) * (NODE.height + NODE.gapY) - NODE.gapY;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area without focusable content must be reachable by the keyboard
    <section aria-label={t("lineage.title")} tabIndex={0} className="overflow-x-auto p-1">
      <div className="relative" style={{ width, height }} dir="ltr">
        <svg aria-hidden width={width} height={height} className="absolute inset-0 text-line-strong">
          {relations.edges.map(({ from, to }) => {
            const [start, end] = [spots.get(from), spots.get(to)];
            if (start === undefined || end === undefined) return null;
            const [x1, y1, x2, y2] = [start.x + NODE.width, start.y + NODE.height / 2, end.x, end.y + NODE.height / 2];
            const bend = (x2 - x1) / 2;
            return (
              <path
                key={`${from}-${to}`}
                d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
                fill="none"
                stroke="currentColor"
                strokeWidth={1.5}
              />
            );
          })}
        </svg>
        <ul>
          {relations.nodes.map((node) => {
            const spot = spots.get(node.id);
            return spot === undefined ? null : (
              <li
                key={node.id}
                className={`absolute flex items-center overflow-hidden rounded-md border bg-surface px-2.5 ${node.id === current ? "border-accent-text" : "border-line"}`}
                style={{ left: spot.x, top: spot.y, width: NODE.width, height: NODE.height }}
              >
                <LineageNodeLabel place={place} node={node} current={node.id === current} />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
