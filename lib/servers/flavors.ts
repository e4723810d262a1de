import type { Flavor } from "./model";

interface Series {
  readonly name: string;
  readonly categoryZh: string;
  readonly categoryEn: string;
  readonly architecture: Flavor["architecture"];
  /** GB of memory for each vCPU. */
  readonly ratios: readonly number[];
  readonly vcpus: readonly number[];
}

const SIZE_NAMES: Readonly<Record<number, string>> = { 1: "small", 2: "large", 4: "xlarge", 8: "2xlarge", 16: "4xlarge" };

const x86 = (name: string, categoryZh: string, categoryEn: string, ratios: readonly number[], vcpus: readonly number[]): Series => ({
  name,
  categoryZh,
  categoryEn,
  architecture: "x86",
  ratios,
  vcpus,
});
const arm = (name: string, categoryZh: string, categoryEn: string, ratios: readonly number[], vcpus: readonly number[]): Series => ({
  ...x86(name, categoryZh, categoryEn, ratios, vcpus),
  architecture: "arm",
});

/** The series of tables 6-1 and 6-5. Source of names and categories: requirements OS-01. */
const SERIES: readonly Series[] = [
  x86("t6", "通用入门型", "General-purpose entry", [1, 2], [1, 2, 4]),
  x86("s2", "通用计算型", "General computing", [1, 2, 4], [1, 2, 4, 8]),
  x86("s3", "通用计算型", "General computing", [1, 2, 4], [1, 2, 4, 8]),
  x86("s6", "通用计算型", "General computing", [1, 2, 4], [1, 2, 4, 8]),
  x86("sn3", "通用计算型", "General computing", [1, 2, 4], [1, 2, 4, 8]),
  x86("c3", "通用计算增强型", "General computing-plus", [2, 4], [2, 4, 8, 16]),
  x86("m2", "内存优化型", "Memory-optimized", [8], [2, 4, 8]),
  x86("m3", "内存优化型", "Memory-optimized", [8], [2, 4, 8]),
  x86("m6", "内存优化型", "Memory-optimized", [8], [2, 4, 8]),
  x86("hc2", "高性能计算型", "High-performance computing", [2, 4], [4, 8, 16]),
  x86("h3", "高性能计算型", "High-performance computing", [2, 4], [4, 8, 16]),
  x86("d2", "磁盘增强型", "Disk-intensive", [8], [4, 8]),
  x86("d3", "磁盘增强型", "Disk-intensive", [8], [4, 8]),
  arm("kc1", "鲲鹏通用计算增强型", "Kunpeng general computing-plus", [1, 2, 4], [1, 2, 4, 8]),
  arm("km1", "鲲鹏内存优化型", "Kunpeng memory-optimized", [8], [2, 4, 8]),
];

export const FLAVORS: readonly Flavor[] = SERIES.flatMap((series) =>
  series.vcpus.flatMap((vcpus) =>
    series.ratios.map((ratio) => ({
      id: `${series.name}.${SIZE_NAMES[vcpus] ?? String(vcpus)}.${ratio}`,
      series: series.name,
      categoryZh: series.categoryZh,
      categoryEn: series.categoryEn,
      architecture: series.architecture,
      vcpus,
      memoryMb: vcpus * ratio * 1024,
    })),
  ),
);

export function findFlavor(flavorId: string): Flavor | undefined {
  return FLAVORS.find((flavor) => flavor.id === flavorId);
}
