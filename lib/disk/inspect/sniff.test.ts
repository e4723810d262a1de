import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { sniffHeader } from "./sniff";
import { HOSTILE_QCOW2 } from "./testing/hostile-qcow2";
import {
  descriptorText,
  validDynamicVhd,
  validFixedVhd,
  validQcow2,
  validSparseVmdk,
  validStreamVmdk,
  vhdFooter,
} from "./testing/valid-files";

/** As a browser slices a file: plain Uint8Arrays that do not start their buffer. */
function sniff(file: Buffer) {
  const bytes = new Uint8Array(file.length + 1).subarray(1);
  bytes.set(file);
  return sniffHeader(bytes.subarray(0, 33 * 1024), bytes.subarray(Math.max(0, bytes.length - 512)), bytes.length);
}

function text(...parts: [offset: number, text: string][]): Buffer {
  const bytes = Buffer.alloc(65_536);
  for (const [offset, part] of parts) bytes.write(part, offset, "latin1");
  return bytes;
}

describe("sniffHeader", () => {
  it.each([
    ["qcow2", 2 ** 30, validQcow2()],
    ["vmdk", 2 ** 25, validSparseVmdk()],
    ["vmdk", 2 ** 25, validStreamVmdk()],
    ["vhd", 8192, validFixedVhd()],
    ["vhd", 2 ** 23, validDynamicVhd()],
    ["raw", 65_536, text()],
    ["iso", 65_536, text([32_769, "CD001"])],
    ["vdi", 2 ** 24, text([64, "\x7f\x10\xda\xbe"], [371, "\x01"])],
    ["qed", 2 ** 24, text([0, "QED\0"], [51, "\x01"])],
  ] as const)("tells a %s and its size before a byte is sent (FMT-01)", (format, virtualSizeBytes, file) => {
    expect(sniff(file)).toEqual({ format, virtualSizeBytes });
  });

  it.each(["vhdx", "zvhd", "zvhd2"] as const)("tells a %s, whose size it leaves to the server", (format) => {
    const cookie = { vhdx: "vhdxfile", zvhd: "stream\0\0", zvhd2: "z2strm\0\0" }[format];
    expect(sniff(text([0, cookie]))).toEqual({ format });
  });

  it("warns of a file that needs another file", async () => {
    const backed = HOSTILE_QCOW2.filter((hostile) => hostile.construct === "qcow2.backingFile");
    const files = await Promise.all(backed.map((hostile) => hostile.make()));
    expect(new Set(files.map((file) => sniff(file).warning))).toEqual(new Set(["backingFile"]));
    expect(sniff(text([0, descriptorText("monolithicFlat")]))).toEqual({ format: "vmdk", warning: "backingFile" });
    expect(sniff(validDynamicVhd(undefined, vhdFooter(4, 8192)))).toMatchObject({ format: "vhd", warning: "backingFile" });
  });

  it("warns of encrypted and of wrapped files", () => {
    const encrypted = validQcow2();
    encrypted.writeUInt32BE(2, 32);
    expect(sniff(encrypted)).toMatchObject({ format: "qcow2", warning: "encrypted" });
    expect(sniff(text([0, "LUKS\xba\xbe"]))).toEqual({ container: "luks", warning: "encrypted" });
    expect(sniff(text([0, "\x1f\x8b\x08"]))).toEqual({ container: "gzip" });
    expect(sniff(text([0, "PK\x03\x04"]))).toEqual({ container: "zip", warning: "compressed" });
  });

  it("says nothing of a file that could be two", () => {
    expect(sniff(Buffer.concat([validQcow2(), vhdFooter(2, 512)]))).toEqual({});
  });

  it.each([0, 1, 8, 20, 60, 100])("says what it can of a file of %i bytes", (length) => {
    expect(() => sniff(validQcow2().subarray(0, length))).not.toThrow();
  });

  it("needs nothing of Node, so that it runs in the browser", async () => {
    for (const name of ["sniff.ts", "magic.ts", "../model.ts"]) {
      const source = await readFile(new URL(name, import.meta.url), "utf8");
      expect(source).not.toMatch(/from "node:|\bprocess\.|Buffer\.(?:from|alloc)/);
    }
  });
});
