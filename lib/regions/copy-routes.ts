import "server-only";
import { regions, servesAccount } from "./configuration";
import { copyLimitsOf } from "./copy-limits-of";
import type { Region } from "./model";

type NamedRegion = Pick<Region, "id" | "nameZh" | "nameEn">;

/** Copies from one region into one or several others, or inside it, under the same limits. */
export interface CopyRoute {
  readonly from: NamedRegion;
  readonly to: readonly NamedRegion[];
  /** Largest stored image. Unit: GB (GiB). */
  readonly maxGb: number;
  /** The same for a full-server image, all its disks together. Unit: GB (GiB). */
  readonly maxGbWhole: number;
  /** Copies an account may have running at once. */
  readonly maxRunning: number;
}

/** The limits in force on every route between the regions that serve an account; those open to everybody where none is named. */
export function copyRoutes(accountName?: string): readonly CopyRoute[] {
  const open = regions().filter((region) => (accountName === undefined ? region.kind === "general" : servesAccount(region, accountName)));
  return open.flatMap((from) => {
    const routes = open.map((to) => {
      const { maxGb, maxRunning } = copyLimitsOf(from.id, to.id, "system");
      return { from, to, maxGb, maxGbWhole: copyLimitsOf(from.id, to.id, "whole").maxGb, maxRunning };
    });
    const alike = Map.groupBy(routes, ({ to, maxGb, maxGbWhole, maxRunning }) => [to.id === from.id, maxGb, maxGbWhole, maxRunning].join());
    return [...alike.values()].flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ ...first, from: named(from), to: group.map(({ to }) => named(to)) }];
    });
  });
}

/** Who else a region is open to, and where its objects lie, is nobody's business. */
function named({ id, nameZh, nameEn }: NamedRegion): NamedRegion {
  return { id, nameZh, nameEn };
}
