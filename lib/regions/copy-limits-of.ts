import "server-only";
import { COPIES_MAX, COPY_MAX_GB } from "@/lib/images/constraints";
import { findRegion, type RegionConfiguration } from "./configuration";

export interface CopyLimits {
  /** Largest stored image, all its disks together. Unit: GB (GiB). Boundary: inclusive. */
  readonly maxGb: number;
  /** Copies an account may have running, in all regions together, when one on this route begins. */
  readonly maxRunning: number;
}

/**
 * What bounds copies from one region to another, or inside one. The route itself, if `copyMaxGbTo` of the source names it; else, between
 * regions, the lower of both ends, and inside a region 128 GB. Full-server images may have a limit of their own (AMB-15). Source: LIM-34,
 * LIM-35, LIM-36, AMB-01, AMB-02.
 */
export function copyLimitsOf(sourceRegionId: string, targetRegionId: string, kind: string): CopyLimits {
  const [source, target] = [findRegion(sourceRegionId), findRegion(targetRegionId)];
  const lower = (read: (region: RegionConfiguration | undefined) => number) => Math.min(read(source), read(target));
  const ofEnds = sourceRegionId === targetRegionId ? COPY_MAX_GB : lower((region) => region?.copyMaxGb ?? COPY_MAX_GB);
  const ofRoute = source?.copyMaxGbTo?.[targetRegionId] ?? ofEnds;
  return {
    maxGb: kind === "whole" ? lower((region) => region?.copyMaxGbWhole ?? ofRoute) : ofRoute,
    maxRunning: lower((region) => region?.copiesMax ?? COPIES_MAX),
  };
}
