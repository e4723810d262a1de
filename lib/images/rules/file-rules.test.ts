import { describe, expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { FILE_RULES, type Registration, whyNotRegister } from "./file-rules";

const FINE: Registration = {
  kind: "system",
  fileName: "disk.qcow2",
  sizeBytes: GIB,
  quick: false,
  encrypted: false,
  fitsBms: false,
  limits: { normalBytes: 128 * GIB, quickBytes: 1024 * GIB },
};
const code = (change: Partial<Registration>) => whyNotRegister({ ...FINE, ...change })?.code;
const quick = { quick: true, osVersion: "CentOS 7.6 64bit" } as const;
const iso = { kind: "iso", fileName: "install-7.iso", osVersion: "CentOS 7.6 64bit" } as const;

describe("each rule of files at its boundary", () => {
  it.each<[string, Partial<Registration>, string | undefined]>([
    ["a file that breaks none", {}, undefined],
    ["128 GB by normal import (LIM-06)", { sizeBytes: 128 * GIB }, undefined],
    ["more by normal import (LIM-06)", { sizeBytes: 128 * GIB + 1 }, "imageTooLarge"],
    ["1 TB by quick import (PRI-08)", { ...quick, format: "zvhd2", sizeBytes: 1024 * GIB }, undefined],
    ["more by quick import (PRI-08)", { ...quick, format: "zvhd2", sizeBytes: 1024 * GIB + 1 }, "imageTooLarge"],
    ["quick import of QCOW2 (PRI-08)", { ...quick, format: "qcow2" }, "formatNotSupported"],
    ["quick import of RAW with its map (PRI-08)", { ...quick, format: "raw", hasBlockMap: true }, undefined],
    ["quick import of RAW without its map (PRI-08)", { ...quick, format: "raw", hasBlockMap: false }, "formatNotSupported"],
    ["quick import without a system", { quick: true, format: "zvhd2" }, "invalidArgument"],
    ["quick import of a data disk", { kind: "data", quick: true, format: "zvhd2" }, undefined],
    ["39 GB of data (LIM-15)", { kind: "data", diskGb: 39 }, "dataDiskSizeOutOfRange"],
    ["40 GB of data (LIM-15)", { kind: "data", diskGb: 40 }, undefined],
    ["2048 GB of data (LIM-15)", { kind: "data", diskGb: 2048 }, undefined],
    ["2049 GB of data (LIM-15)", { kind: "data", diskGb: 2049 }, "dataDiskSizeOutOfRange"],
    ["99 GB for a disk of 100 (LIM-16)", { kind: "data", diskGb: 99, virtualSizeBytes: 100 * GIB }, "dataDiskSmallerThanFile"],
    ["100 GB for a disk of 100 (LIM-16)", { kind: "data", diskGb: 100, virtualSizeBytes: 100 * GIB }, undefined],
    ["100 GB for a byte more (LIM-16)", { kind: "data", diskGb: 100, virtualSizeBytes: 100 * GIB + 1 }, "dataDiskSmallerThanFile"],
    ["a system disk of 40 GB", { diskGb: 40 }, undefined],
    ["a system disk of 39 GB", { diskGb: 39 }, "systemDiskSizeOutOfRange"],
    ["a system disk of 1025 GB", { diskGb: 1025 }, "systemDiskSizeOutOfRange"],
    ["a system disk smaller than the one in the file", { diskGb: 40, virtualSizeBytes: 40 * GIB + 1 }, "systemDiskSmallerThanFile"],
    ["a system disk in the file of more than 1 TB", { virtualSizeBytes: 1024 * GIB + 1 }, "imageTooLarge"],
    ["an ISO file as an ISO image (IMG-11)", { ...iso, format: "iso" }, undefined],
    ["an ISO file as a system disk image (LIM-07)", { format: "iso" }, "isoImageNotAllowed"],
    ["an ISO file as a data disk image (LIM-07)", { kind: "data", format: "iso" }, "isoImageNotAllowed"],
    ["another file as an ISO image", { ...iso, format: "raw" }, "formatMismatch"],
    ["an ISO file with a name of other characters", { ...iso, fileName: "in stall.iso" }, "invalidArgument"],
    ["an ISO image without a system", { ...iso, osVersion: undefined }, "invalidArgument"],
    ["an encrypted ISO image (LIM-10)", { ...iso, encrypted: true }, "isoImageNotAllowed"],
    ["an ISO image by quick import", { ...iso, quick: true }, "isoImageNotAllowed"],
    ["an encrypted image of a file (PRI-18)", { encrypted: true }, undefined],
    ["an encrypted image for bare metal (PRI-07)", { encrypted: true, fitsBms: true }, "encryptedImageNotAllowed"],
    ["a data disk image for bare metal (PRI-07)", { kind: "data", fitsBms: true }, "imageKindNotAllowed"],
    ["a system disk image for bare metal (PRI-07)", { fitsBms: true }, undefined],
  ])("%s", (_name, change, expected) => {
    expect(code(change)).toBe(expected);
  });

  it("follows the configured limits (AMB-36)", () => {
    expect(code({ sizeBytes: 2 * GIB, limits: { normalBytes: GIB, quickBytes: GIB } })).toBe("imageTooLarge");
  });

  it("has a sentence for every rule", () => {
    expect(FILE_RULES.filter(({ says }) => !says.endsWith("."))).toEqual([]);
  });
});
