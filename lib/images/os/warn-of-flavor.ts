import type { ImageView } from "../model";
import { seriesSupportOf } from "./series-support";

/** A hint that stops nothing. */
export interface FlavorWarning {
  readonly code: "osSeriesWarning" | "seriesHasNoList";
  readonly detail: { readonly series: string; readonly os: string };
}

/** What a user should know before running an image on a flavour that does not refuse it (USE-13, OS-17, AMB-19). */
export function warnOfFlavor(image: Pick<ImageView, "type" | "osVersion">, flavor: { readonly series: string }): FlavorWarning | undefined {
  const detail = { series: flavor.series, os: image.osVersion ?? "" };
  const support = seriesSupportOf(flavor.series, image.osVersion);
  if (support === "noList") return { code: "seriesHasNoList", detail };
  return support === "unlisted" && image.type !== "public" ? { code: "osSeriesWarning", detail } : undefined;
}
