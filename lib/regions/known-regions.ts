import "server-only";
import { COPY_MAX_GB_LARGE_REGIONS } from "@/lib/images/constraints";
import type { Region } from "./model";

/** What the product knows of a region by its id; zones, storage and who may use it are the operator's to say. */
type KnownRegion = Pick<Region, "id" | "nameZh" | "nameEn" | "geography" | "aliases" | "copyMaxGb"> & {
  /** Whether the specification prints the id; it prints one of them, the others are those the regions are known by. */
  readonly idBasis: "stated" | "inferred";
};

/** The named regions. Source: requirements REG-05, regions.json; the second spelling of Beijing: AMB-40. */
export const knownRegions: readonly KnownRegion[] = [
  {
    id: "cn-north-4",
    idBasis: "stated",
    nameZh: "华北-北京四",
    nameEn: "CN North-Beijing4",
    geography: "chineseMainland",
    copyMaxGb: COPY_MAX_GB_LARGE_REGIONS,
    aliases: ["华北-北京4"],
  },
  {
    id: "cn-south-1",
    idBasis: "inferred",
    nameZh: "华南-广州",
    nameEn: "CN South-Guangzhou",
    geography: "chineseMainland",
    copyMaxGb: COPY_MAX_GB_LARGE_REGIONS,
  },
  {
    id: "cn-east-3",
    idBasis: "inferred",
    nameZh: "华东-上海一",
    nameEn: "CN East-Shanghai1",
    geography: "chineseMainland",
    copyMaxGb: COPY_MAX_GB_LARGE_REGIONS,
  },
  {
    id: "cn-east-2",
    idBasis: "inferred",
    nameZh: "华东-上海二",
    nameEn: "CN East-Shanghai2",
    geography: "chineseMainland",
    copyMaxGb: COPY_MAX_GB_LARGE_REGIONS,
  },
  { id: "ap-southeast-1", idBasis: "inferred", nameZh: "亚太-香港", nameEn: "AP-Hong Kong", geography: "asiaPacific" },
  { id: "ap-southeast-2", idBasis: "inferred", nameZh: "亚太-曼谷", nameEn: "AP-Bangkok", geography: "asiaPacific" },
  { id: "ap-southeast-3", idBasis: "inferred", nameZh: "亚太-新加坡", nameEn: "AP-Singapore", geography: "asiaPacific" },
  { id: "af-south-1", idBasis: "inferred", nameZh: "南非-约翰内斯堡", nameEn: "AF-Johannesburg", geography: "africa" },
  { id: "eu-west-0", idBasis: "inferred", nameZh: "欧洲-巴黎", nameEn: "EU-Paris", geography: "europe" },
  { id: "la-south-2", idBasis: "inferred", nameZh: "拉美-圣地亚哥", nameEn: "LA-Santiago", geography: "latinAmerica" },
];
