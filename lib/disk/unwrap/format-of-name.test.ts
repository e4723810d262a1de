import { expect, it } from "vitest";
import { promiseOfName, whatNameSays } from "./format-of-name";

it.each([
  ["disk.qcow2", { format: "qcow2" }],
  ["Disk.QCOW2.GZ", { format: "qcow2", wrapper: "gzip" }],
  ["machine.ova", { wrapper: "ova" }],
  ["disk.img", {}],
  ["disk.img.zst", { wrapper: "zstd" }],
  ["disk", {}],
  ["qcow2", {}],
  ["v1.2.vhd", { format: "vhd" }],
] as const)("the name %s promises %o", (name, promise) => {
  expect(promiseOfName(name)).toEqual(promise);
});

it.each([
  ["disk.vhd", { format: "qcow2" }, "VHD"],
  ["disk.qcow2", { format: "qcow2" }, undefined],
  ["disk.img", { format: "vmdk" }, undefined],
  ["disk.qcow2.gz", { format: "qcow2", wrapper: "gzip" }, undefined],
  ["disk.qcow2.gz", { format: "raw", wrapper: "gzip" }, "QCOW2 · GZIP"],
  ["disk.qcow2.gz", { format: "qcow2" }, "QCOW2 · GZIP"],
  ["disk.qcow2", { format: "qcow2", wrapper: "xz" }, "QCOW2"],
  ["disk", { format: "qcow2", wrapper: "xz" }, undefined],
  ["machine.ova", { format: "vmdk", wrapper: "ova" }, undefined],
] as const)("of %s, which holds %o, the name says %s", (name, found, says) => {
  expect(whatNameSays(name, found)).toBe(says);
});
