import "server-only";
import { GIB } from "@/lib/disk/model";
import type { Locale } from "@/lib/platform/i18n/locale";
import en from "@/messages/en/images.json";
import zh from "@/messages/zh-CN/images.json";
import type { ImageView } from "../model";

interface CsvColumn {
  readonly header: string;
  readonly cell: (image: ImageView) => string | number | null;
}

/** Columns of the file of a list, in the words of one language; sizes and times also as plain numbers and ISO times (MNG-07, AMB-38). */
export function listColumns(locale: Locale): readonly CsvColumn[] {
  const { csv, kinds, types, states, families, yes, no, architectures } = locale === "en" ? en : zh;
  const { columns } = csv;
  const known = <Words extends object>(words: Words, key: string | null) =>
    key !== null && key in words ? String(words[key as keyof Words]) : (key ?? ""); // checked by `in`
  return [
    { header: columns.name, cell: ({ name }) => name },
    { header: columns.id, cell: ({ id }) => id },
    { header: columns.type, cell: ({ type }) => types[type] },
    { header: columns.kind, cell: ({ kind }) => kinds[kind] },
    { header: columns.status, cell: ({ state }) => states[state] },
    { header: columns.osType, cell: ({ osFamily }) => known(families, osFamily) },
    { header: columns.osVersion, cell: ({ osVersion, osPlatform }) => osVersion ?? osPlatform },
    { header: columns.bits, cell: ({ osBits }) => osBits },
    { header: columns.architecture, cell: ({ architecture }) => known(architectures, architecture) },
    { header: columns.sizeGb, cell: ({ storedBytes }) => (storedBytes === null ? null : Math.round((storedBytes / GIB) * 1000) / 1000) },
    { header: columns.sizeBytes, cell: ({ storedBytes }) => storedBytes },
    { header: columns.diskGb, cell: ({ minDiskGb }) => minDiskGb },
    { header: columns.minRamMb, cell: ({ minRamMb }) => minRamMb },
    { header: columns.encrypted, cell: ({ encrypted }) => (encrypted ? yes : no) },
    { header: columns.sharedWith, cell: ({ type, tenants }) => (type === "private" ? tenants : null) },
    { header: columns.createdAt, cell: ({ createdAt }) => createdAt },
    { header: columns.updatedAt, cell: ({ updatedAt }) => updatedAt },
    { header: columns.tags, cell: ({ tags }) => tags.join("; ") },
  ];
}
