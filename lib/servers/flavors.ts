import "server-only";
import { SERVER_SERIES } from "@/lib/images/os/series-tables";
import type { Flavor, ServerKind } from "./model";

interface Series {
  readonly name: string;
  readonly kind: ServerKind;
  readonly categoryZh: string;
  readonly categoryEn: string;
  /** GB of memory for each vCPU. */
  readonly ratios: readonly number[];
  readonly vcpus: readonly number[];
  readonly gpu?: string;
  readonly localDisk?: boolean;
  /** Of a series without a list of systems. */
  readonly architecture?: Flavor["architecture"];
}

const SIZE_NAMES: Readonly<Record<number, string>> = {
  1: "small",
  2: "large",
  4: "xlarge",
  8: "2xlarge",
  16: "4xlarge",
  32: "8xlarge",
  64: "16xlarge",
};

type Category = readonly [zh: string, en: string];
const GENERAL: Category = ["通用计算型", "General computing"];
const PLUS: Category = ["通用计算增强型", "General computing-plus"];
const MEMORY: Category = ["内存优化型", "Memory-optimized"];
const HIGH_PERFORMANCE: Category = ["高性能计算型", "High-performance computing"];
const DISK: Category = ["磁盘增强型", "Disk-intensive"];
const IO: Category = ["超高I/O型", "Ultra-high I/O"];
const GPU: Category = ["GPU加速型", "GPU-accelerated"];
const METAL: Category = ["裸金属", "Bare metal"];

const ecs = (name: string, [categoryZh, categoryEn]: Category, ratios: readonly number[], vcpus: readonly number[]): Series => ({
  name,
  kind: "ecs",
  categoryZh,
  categoryEn,
  ratios,
  vcpus,
});

/** The series of tables 6-1 to 6-5, GPU series, which have no table (OS-17), and bare metal. Source of names and categories: requirements OS-01. */
const SERIES: readonly Series[] = [
  ecs("t6", ["通用入门型", "General-purpose entry"], [1, 2], [1, 2, 4]),
  ...["s2", "s3", "s6", "sn3"].map((name) => ecs(name, GENERAL, [1, 2, 4], [1, 2, 4, 8])),
  ...["c3", "c3ne", "c6", "c6s"].map((name) => ecs(name, PLUS, [2, 4], [2, 4, 8, 16])),
  ...["m2", "m3", "m3ne", "m6"].map((name) => ecs(name, MEMORY, [8], [2, 4, 8])),
  ecs("e3", ["超大内存型", "Large-memory"], [12], [4, 8]),
  ...["hc2", "h3"].map((name) => ecs(name, HIGH_PERFORMANCE, [2, 4], [4, 8, 16])),
  ...["d2", "d3"].map((name) => ecs(name, DISK, [8], [4, 8])),
  ...["i3", "ir3"].map((name) => ecs(name, IO, [8], [4, 8])),
  ecs("kc1", ["鲲鹏通用计算增强型", "Kunpeng general computing-plus"], [1, 2, 4], [1, 2, 4, 8]),
  ecs("km1", ["鲲鹏内存优化型", "Kunpeng memory-optimized"], [8], [2, 4, 8]),
  { ...ecs("p2v", GPU, [8], [8, 16]), gpu: "V100" },
  { ...ecs("pi2", GPU, [4], [8, 16]), gpu: "T4" },
  { ...ecs("physical.s4", METAL, [4], [32, 64]), kind: "bms" },
  { ...ecs("physical.d2", METAL, [4], [32]), kind: "bms", localDisk: true },
  { ...ecs("physical.kl1", METAL, [4], [64]), kind: "bms", architecture: "arm" },
];

export const FLAVORS: readonly Flavor[] = SERIES.flatMap((series) =>
  series.vcpus.flatMap((vcpus) =>
    series.ratios.map((ratio) => ({
      id: `${series.name}.${SIZE_NAMES[vcpus] ?? String(vcpus)}.${ratio}`,
      kind: series.kind,
      series: series.name,
      categoryZh: series.categoryZh,
      categoryEn: series.categoryEn,
      architecture: series.architecture ?? SERVER_SERIES.find(({ name }) => name === series.name)?.architecture ?? "x86",
      vcpus,
      memoryMb: vcpus * ratio * 1024,
      ...(series.gpu === undefined ? {} : { gpu: series.gpu }),
      ...(series.localDisk === true ? { localDisk: true } : {}),
    })),
  ),
);

export function findFlavor(flavorId: string): Flavor | undefined {
  return FLAVORS.find((flavor) => flavor.id === flavorId);
}
