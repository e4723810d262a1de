import { EXPORT_FORMATS, type ExportFormat } from "@/lib/images/constraints";

/** Formats in which normal export is offered; quick export always gives ZVHD2. Source: EXP-02, LIM-42. */
export const OFFERED_FORMATS = EXPORT_FORMATS;
/** What quick export writes: the stored disk as it is. */
export const QUICK_FORMAT = "zvhd2" satisfies ExportFormat;

/** The name a file is offered for an image. */
export function exportNameOf(imageName: string, format: ExportFormat): string {
  return `${imageName.replaceAll(/\s+/g, "_")}.${format}`;
}
