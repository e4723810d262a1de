import "server-only";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { createFileStorage } from "@/lib/platform/storage/file";
import { createMirroredStorage } from "@/lib/platform/storage/mirrored";
import type { Storage } from "@/lib/platform/storage/storage";
import { findRegion } from "./configuration";

const opened = new Map<string, Storage>();

/** The store of a region. One instance per region and process. Errors: `regionRequired` for an unknown region. */
export function storageOf(regionId: string): Storage {
  const existing = opened.get(regionId);
  if (existing !== undefined) return existing;
  const region = findRegion(regionId);
  if (region === undefined) throw new AppError("regionRequired", { region: regionId });
  const root = region.storage === undefined ? path.join(env().dataDir, "regions", regionId) : fileURLToPath(region.storage);
  const primary = createFileStorage({ root });
  const mirrors = (region.replicas ?? []).map((url) => createFileStorage({ root: fileURLToPath(url) }));
  const storage = mirrors.length === 0 ? primary : createMirroredStorage(primary, mirrors);
  opened.set(regionId, storage);
  return storage;
}
