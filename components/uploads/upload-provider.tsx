"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { uploadQueries } from "@/lib/uploads/client";
import type { UploadView } from "@/lib/uploads/model";
import { openFileHasher } from "./file-hasher";
import { UploadManager } from "./upload-manager";
import { interruptedOf, isUnfinished, type ManagedUpload } from "./upload-model";

/** One per tab and above the router: a change of page, project or region stops nothing. */
let tabManager: UploadManager | undefined;

function managerOfTab(): UploadManager {
  tabManager ??= new UploadManager({ openHasher: openFileHasher, fetch: (...args) => fetch(...args), origin: "" });
  return tabManager;
}

const NONE: readonly ManagedUpload[] = [];
const PlaceContext = createContext<ConsolePlace | undefined>(undefined);

/** Gives pages their uploads, keeps lists fresh as they finish, and asks before the tab is closed on one. */
export function UploadProvider({ place, children }: { place: ConsolePlace; children: ReactNode }) {
  const uploads = useSyncExternalStore(subscribe, snapshot, () => NONE);
  useFreshLists(uploads);
  useGuard(uploads.some(isUnfinished));
  return <PlaceContext.Provider value={place}>{children}</PlaceContext.Provider>;
}

/** The region and project of the page. */
export function usePlace(): ConsolePlace {
  const place = useContext(PlaceContext);
  if (place === undefined) throw new Error("uploads need an UploadProvider above");
  return place;
}

export interface Uploads {
  /** Every upload of this tab, whatever its project. */
  readonly uploads: readonly ManagedUpload[];
  /** Uploads files into a bucket of the page's project; one that `interrupted` names is continued. Answers their ids in this tab. */
  add(bucketId: string, files: readonly File[], interrupted?: readonly UploadView[]): readonly string[];
  pause(id: string): void;
  resume(id: string): void;
  cancel(id: string): void;
}

export function useUploads(): Uploads {
  const place = useContext(PlaceContext);
  const uploads = useSyncExternalStore(subscribe, snapshot, () => NONE);
  return useMemo(
    () => ({
      uploads,
      add: (bucketId, files, interrupted = []) => {
        if (place === undefined) throw new Error("uploads need an UploadProvider above");
        const target = { ...place, bucketId };
        return files.map((file) => managerOfTab().add(target, file, interruptedOf(file, bucketId, interrupted)?.id));
      },
      pause: (id) => managerOfTab().pause(id),
      resume: (id) => managerOfTab().resume(id),
      // What the service then still has is in the list of interrupted uploads, and expires.
      cancel: (id) =>
        void managerOfTab()
          .cancel(id)
          .catch(() => undefined),
    }),
    [uploads, place],
  );
}

function subscribe(listener: () => void): () => void {
  return managerOfTab().subscribe(listener);
}

function snapshot(): readonly ManagedUpload[] {
  return managerOfTab().getSnapshot();
}

/** Lists of objects and of interrupted uploads change when an upload begins, ends or goes. */
function useFreshLists(uploads: readonly ManagedUpload[]): void {
  const client = useQueryClient();
  const seen = useRef(new Map<string, string>());
  useEffect(() => {
    const states = new Map(uploads.map(({ id, state, target }) => [id, JSON.stringify([state, target.regionId, target.projectId])]));
    const changed = uploads.filter(({ id }) => states.get(id) !== seen.current.get(id));
    const gone = [...seen.current.keys()].some((id) => !states.has(id));
    seen.current = states;
    for (const { target } of changed) {
      void client.invalidateQueries({ queryKey: objectQueries.all(target) });
      void client.invalidateQueries({ queryKey: uploadQueries.all(target) });
    }
    if (gone) void client.invalidateQueries({ queryKey: ["uploads"] });
  }, [uploads, client]);
}

/** Asks before a tab with unfinished uploads is closed, and goes on when the network is back. */
function useGuard(busy: boolean): void {
  useEffect(() => {
    const online = () => managerOfTab().resumeOnline();
    window.addEventListener("online", online);
    return () => window.removeEventListener("online", online);
  }, []);
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);
}
