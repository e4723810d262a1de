import { zstdCompressSync } from "node:zlib";
import { isAppError } from "@/lib/platform/errors";
import { openSealed } from "../crypt/open-sealed";
import { inPieces, KEY, SMALL, sampleBytes, sealBytes } from "../crypt/testing";
import { findOvaDisk, readOvaDisk } from "../unwrap/ova";
import { ZstdFrames } from "../unwrap/zstd-frames";
import { memorySource } from "../zvhd2/testing";
import type { FuzzSubject } from "./subject";

const RECORD_BYTES = 512;
const OVF =
  '<Envelope><!-- one disk --><References><File ovf:id="file1" ovf:href="disk.vmdk"/></References><DiskSection><Disk ovf:fileRef="file1"/></DiskSection></Envelope>';

/** A tar of these members. Source: POSIX pax, ustar. */
export function tarOf(members: readonly { readonly name: string; readonly content: Buffer }[]): Buffer {
  const parts = members.flatMap(({ name, content }) => {
    const header = Buffer.alloc(RECORD_BYTES);
    header.write(name, 0, "latin1");
    header.write(content.length.toString(8).padStart(11, "0"), 124, "latin1");
    header.write("0ustar\x0000", 156, "latin1");
    sealTarHeader(header);
    return [header, content, Buffer.alloc(-content.length & (RECORD_BYTES - 1))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * RECORD_BYTES)]);
}

function sealTarHeader(header: Buffer): void {
  header.write("        ", 148, "latin1");
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
    "latin1",
  );
}

async function refusalOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "taken";
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code;
  }
}

/** What disks come wrapped in, and what they are sealed by. */
export const PACKAGE_SUBJECTS: readonly FuzzSubject[] = [
  {
    name: "ova",
    ranges: [
      [0, 512],
      [512, 700],
      [1024, 1536],
    ],
    repair: (input) => void (input.length >= RECORD_BYTES && sealTarHeader(input.subarray(0, RECORD_BYTES))),
    seeds: async () => [
      tarOf([
        { name: "machine.ovf", content: Buffer.from(OVF) },
        { name: "disk.vmdk", content: sampleBytes(700) },
        { name: "machine.mf", content: Buffer.from("SHA1(other.vmdk)= 00\n") },
      ]),
    ],
    examine: (input) =>
      refusalOf(async () => {
        const source = memorySource(input);
        const disk = await findOvaDisk(source);
        let bytes = 0;
        for await (const piece of readOvaDisk(source, disk)) bytes += piece.length;
        if (bytes !== disk.member.length || bytes > input.length) throw new Error(`${bytes} bytes of ${disk.member.length}`);
      }),
  },
  {
    name: "zstd-frames",
    seeds: async () => [Buffer.concat([zstdCompressSync(sampleBytes(3000)), zstdCompressSync(Buffer.alloc(9000))])],
    examine: (input) =>
      refusalOf(async () => {
        const frames = new ZstdFrames();
        let bytes = 0;
        for await (const chunk of inPieces(input, 97)) for (const piece of frames.split(chunk)) bytes += piece.bytes.length;
        if (bytes > input.length) throw new Error(`${bytes} bytes of ${input.length}`);
      }),
  },
  {
    name: "sealed-object",
    tamperProof: true,
    seeds: async () => [await sealBytes(sampleBytes(500))],
    examine: (input) =>
      refusalOf(async () => {
        const opened = await openSealed(memorySource(input), KEY, { parameters: SMALL });
        const bytes = await opened.read(0, opened.sizeBytes);
        // Whatever was changed: what is given out is what was sealed.
        if (!bytes.equals(sampleBytes(500))) throw new Error("other bytes than were sealed");
      }),
  },
];
