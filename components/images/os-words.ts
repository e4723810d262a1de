import type { ImageView } from "@/lib/images/model";

/** The operating system in the words of the tables of supported systems. */
export function osWords(image: Pick<ImageView, "osVersion" | "osPlatform">): string | undefined {
  return image.osVersion ?? image.osPlatform ?? undefined;
}
