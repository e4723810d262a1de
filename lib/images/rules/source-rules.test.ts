import { describe, expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { type ImageSource, SOURCE_ROUTES, SOURCE_RULES, type SourceRoute, whyNotSource } from "./source-rules";

const SERVER = { kind: "ecs", status: "stopped", frozenAt: null, install: null, busyWith: [] } as const;
const BMS = { ...SERVER, kind: "bms" } as const;
const SYSTEM = { bootable: true, local: false, status: "independent", sizeGb: 40, usedBytes: GIB } as const;
const DATA = { ...SYSTEM, bootable: false } as const;
const BACKUP = { status: "available", imageId: null, busyWith: [] } as const;
const FROZEN = "2026-01-01T00:00:00.000Z";

const codeOf = (route: SourceRoute, source: ImageSource) => whyNotSource(route, source)?.code;

describe("what an image may be made of", () => {
  it.each<[string, SourceRoute, ImageSource, string | undefined]>([
    ["a stopped ECS (LIM-03)", "systemFromServer", { server: SERVER, volume: SYSTEM }, undefined],
    ["a running ECS (LIM-03)", "systemFromServer", { server: { ...SERVER, status: "running" }, volume: SYSTEM }, undefined],
    ["an ECS being made (LIM-03)", "systemFromServer", { server: { ...SERVER, status: "building" } }, "serverStateInvalid"],
    ["an ECS in error (LIM-03)", "systemFromServer", { server: { ...SERVER, status: "error" } }, "serverStateInvalid"],
    ["a frozen ECS (LIM-51)", "systemFromServer", { server: { ...SERVER, frozenAt: FROZEN } }, "serverFrozen"],
    [
      "a frozen ECS in error: the freeze first (LIM-51)",
      "systemFromServer",
      { server: { ...SERVER, status: "error", frozenAt: FROZEN } },
      "serverFrozen",
    ],
    ["a stopped BMS (LIM-04)", "systemFromServer", { server: BMS, volume: SYSTEM }, undefined],
    ["a running BMS (LIM-04)", "systemFromServer", { server: { ...BMS, status: "running" }, volume: SYSTEM }, "serverStateInvalid"],
    ["a BMS with a local system disk (LIM-05)", "systemFromServer", { server: BMS, volume: { ...SYSTEM, local: true } }, "bmsLocalDisk"],
    ["a disk that still fills", "systemFromServer", { server: SERVER, volume: { ...SYSTEM, status: "lazy" } }, undefined],
    ["a disk in error", "systemFromServer", { server: SERVER, volume: { ...SYSTEM, status: "error" } }, "volumeStateInvalid"],
    ["a system disk of 1 TB", "systemFromServer", { server: SERVER, volume: { ...SYSTEM, sizeGb: 1024 } }, undefined],
    ["a larger one", "systemFromServer", { server: SERVER, volume: { ...SYSTEM, sizeGb: 1025 } }, "systemDiskSizeOutOfRange"],
    [
      "an ISO server without a system (LIM-07)",
      "systemFromServer",
      { server: { ...SERVER, install: { osInstalledAt: null, driversInstalledAt: null } } },
      "isoImageNotAllowed",
    ],
    [
      "an ISO server without drivers (LIM-07)",
      "systemFromServer",
      { server: { ...SERVER, install: { osInstalledAt: FROZEN, driversInstalledAt: null } } },
      "isoImageNotAllowed",
    ],
    [
      "an ISO server with both (LIM-07)",
      "systemFromServer",
      { server: { ...SERVER, install: { osInstalledAt: FROZEN, driversInstalledAt: FROZEN } } },
      undefined,
    ],
    [
      "a server that is being reinstalled (PRI-24)",
      "systemFromServer",
      { server: { ...SERVER, busyWith: ["reinstallServer"] } },
      "taskInProgress",
    ],
    ["a server whose disk fills (PRI-24)", "systemFromServer", { server: { ...SERVER, busyWith: ["fillVolume"] } }, undefined],
    ["a data disk of a running ECS (LIM-11)", "dataFromVolume", { server: { ...SERVER, status: "running" }, volume: DATA }, undefined],
    [
      "a data disk of an ECS in error (LIM-11)",
      "dataFromVolume",
      { server: { ...SERVER, status: "error" }, volume: DATA },
      "serverStateInvalid",
    ],
    ["a data disk of 2047 GB (LIM-13)", "dataFromVolume", { server: SERVER, volume: { ...DATA, sizeGb: 2047 } }, undefined],
    ["a data disk of 2048 GB (LIM-13)", "dataFromVolume", { server: SERVER, volume: { ...DATA, sizeGb: 2048 } }, "dataDiskTooLarge"],
    ["1023 GB stored (LIM-14)", "dataFromVolume", { server: SERVER, volume: { ...DATA, sizeGb: 2047, usedBytes: 1023 * GIB } }, undefined],
    [
      "1024 GB stored (LIM-14)",
      "dataFromVolume",
      { server: SERVER, volume: { ...DATA, sizeGb: 2047, usedBytes: 1024 * GIB } },
      "dataDiskDataTooLarge",
    ],
    ["a system disk as data (PRI-12)", "dataFromVolume", { server: SERVER, volume: SYSTEM }, "imageKindNotAllowed"],
    ["a whole running ECS (LIM-17)", "wholeFromServer", { server: { ...SERVER, status: "running" } }, undefined],
    ["a whole ECS in error (LIM-17)", "wholeFromServer", { server: { ...SERVER, status: "error" } }, "serverStateInvalid"],
    ["a whole BMS (PRI-14)", "wholeFromServer", { server: BMS }, "imageKindNotAllowed"],
    ["a backup (PRI-16)", "wholeFromBackup", { backup: BACKUP }, undefined],
    ["a backup of a server in error (LIM-17)", "wholeFromBackup", { backup: BACKUP, server: { ...SERVER, status: "error" } }, undefined],
    ["an unfinished backup (PRI-15)", "wholeFromBackup", { backup: { ...BACKUP, status: "creating" } }, "backupNotAvailable"],
    ["a used backup (LIM-18)", "wholeFromBackup", { backup: { ...BACKUP, imageId: "image" } }, "backupAlreadyUsed"],
    ["a backup being restored (PRI-24)", "wholeFromBackup", { backup: { ...BACKUP, busyWith: ["restoreBackup"] } }, "taskInProgress"],
  ])("%s", (_name, route, source, code) => {
    expect(codeOf(route, source)).toBe(code);
  });

  it("is ruled for every route", () => {
    const covered = new Set(SOURCE_RULES.flatMap(({ routes }) => routes));
    expect(SOURCE_ROUTES.filter((route) => !covered.has(route))).toEqual([]);
  });
});
