import "server-only";
import type { DetectedOs } from "@/lib/disk/model";
import type { Prisma } from "@/lib/platform/db/client";

/** What a disk says of its system, for the image made of it; what it does not say stays as the server knew it (PRI-25). */
export function knownSystem(
  os: DetectedOs | undefined,
): Pick<Prisma.ImageUncheckedUpdateManyInput, "osFamily" | "osPlatform" | "osVersion" | "osBits" | "osDetected" | "bootMode"> {
  if (os === undefined || os.family === "other") return {};
  return {
    osFamily: os.family,
    osPlatform: os.platform,
    osVersion: os.version,
    osBits: os.bits,
    osDetected: os.prettyName,
    ...(os.bootModes[0] === undefined ? {} : { bootMode: os.bootModes[0] }),
  };
}
