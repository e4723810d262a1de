import { MEMORY_LIMIT_32BIT_MB } from "../constraints";
import { seriesSupportOf } from "../os/series-support";
import type { ImageAction, ImageRule, RuleContext } from "./rule";

const BOOTING: readonly ImageAction[] = ["createServer", "reinstall"];
const USING: readonly ImageAction[] = [...BOOTING, "createVolume"];

const machine = ({ flavor, server }: RuleContext) => flavor ?? server;

/** Making servers and disks of an image. */
export const USE_RULES: readonly ImageRule[] = [
  {
    ids: ["USE-01", "LIF-04"],
    actions: USING,
    step: "status",
    code: "imageStatusNotNormal",
    says: "Servers and disks are made from images that are Normal or Published.",
    broken: ({ state }) => state !== "normal" && state !== "published" && { status: state },
  },
  {
    ids: ["LIF-04"],
    actions: USING,
    step: "status",
    code: "imageStatusNotNormal",
    says: "An image whose uploaded bytes have not become a disk yet makes no servers and disks.",
    broken: ({ storedFormat }) => storedFormat === null && { status: "converting" },
  },
  {
    ids: ["LIF-07"],
    actions: USING,
    step: "status",
    code: "imageRetired",
    says: "A retired image makes no new servers and disks; what was made from it goes on.",
    broken: ({ retiresAt }, { now = new Date() }) => retiresAt !== null && new Date(retiresAt) <= now && { since: retiresAt },
  },
  {
    ids: ["IMG-07", "USE-01"],
    actions: BOOTING,
    step: "kind",
    code: "imageKindNotAllowed",
    says: "A data disk image starts no server.",
    broken: ({ kind }) => kind === "data" && { kind },
  },
  {
    ids: ["IMG-11"],
    actions: ["reinstall"],
    step: "kind",
    code: "isoImageNotAllowed",
    says: "An ISO image only makes the temporary server of the ISO route.",
    broken: ({ kind }) => kind === "iso",
  },
  {
    ids: ["IMG-08", "USE-04"],
    actions: ["reinstall"],
    step: "kind",
    code: "fullImageNotAllowed",
    says: "A system is replaced by a system disk image; a full-server image makes whole servers.",
    broken: ({ kind }) => kind === "whole",
  },
  {
    ids: ["USE-03", "IMG-07"],
    actions: ["createVolume"],
    step: "kind",
    code: "imageKindNotAllowed",
    says: "Disks of their own are made from data disk images.",
    broken: ({ kind }) => kind !== "data" && { kind },
  },
  {
    ids: ["LIM-33", "REG-09", "SHR-11", "USE-12"],
    actions: USING,
    step: "origin",
    code: "imageRegionMismatch",
    says: "An image is used in its own region.",
    broken: (image, { regionId }) => regionId !== undefined && regionId !== image.regionId && { image: image.regionId, wanted: regionId },
  },
  {
    ids: ["USE-02", "IMG-12"],
    actions: BOOTING,
    step: "fit",
    code: "imageKindNotAllowed",
    says: "A bare metal server is made from a public, private or shared system disk image that is marked as suiting it (AMB-45).",
    broken: ({ type, kind, fitsBms }, context) =>
      machine(context)?.kind === "bms" && (type === "market" || kind !== "system" || !fitsBms) && { kind: "bms" },
  },
  {
    ids: ["LIM-52", "LIM-53", "USE-07"],
    actions: BOOTING,
    step: "fit",
    code: "architectureMismatch",
    says: "x86 images make no Kunpeng servers and ARM images no x86 servers, new or by changing the system.",
    broken(image, context) {
      const architecture = machine(context)?.architecture;
      if (image.architecture === null || architecture === undefined || architecture === image.architecture) return false;
      return { image: image.architecture, flavor: architecture };
    },
  },
  {
    ids: ["LIM-54", "USE-08", "OS-18"],
    actions: BOOTING,
    step: "fit",
    code: "memoryNotSupported32Bit",
    says: "A 32-bit image needs a flavour below 4 GB of memory.",
    broken: ({ osBits }, context) => osBits === 32 && (machine(context)?.memoryMb ?? 0) >= MEMORY_LIMIT_32BIT_MB,
  },
  {
    ids: ["USE-09"],
    actions: BOOTING,
    step: "fit",
    code: "memoryOutOfRange",
    says: "The memory of the flavour lies within the range of the image.",
    broken({ minRamMb: min, maxRamMb: max }, context) {
      const memoryMb = machine(context)?.memoryMb;
      if (memoryMb === undefined || (memoryMb >= min && (max === 0 || memoryMb <= max))) return false;
      return { min, max, flavor: memoryMb };
    },
  },
  {
    ids: ["USE-13", "OS-01"],
    actions: BOOTING,
    step: "fit",
    code: "osNotSupportedForSeries",
    says: "A public image runs on series that list its system; other images are only warned about.",
    broken({ type, osVersion }, context) {
      const series = machine(context)?.series;
      if (type !== "public" || series === undefined || seriesSupportOf(series, osVersion) !== "unlisted") return false;
      return { series, os: osVersion ?? "" };
    },
  },
];
