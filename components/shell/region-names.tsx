"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";

const Names = createContext<ReadonlyMap<string, string>>(new Map());

interface Props {
  regions: readonly { readonly id: string; readonly name: string }[];
  children: ReactNode;
}

/** Lets everything inside say a region by the name its reader knows. */
export function RegionNames({ regions, children }: Props) {
  const names = useMemo(() => new Map(regions.map(({ id, name }) => [id, name])), [regions]);
  return <Names value={names}>{children}</Names>;
}

/** Name of a region in the reader's language; of one that is not offered here, its id. */
export function useRegionName(): (regionId: string) => string {
  const names = useContext(Names);
  return (regionId) => names.get(regionId) ?? regionId;
}
