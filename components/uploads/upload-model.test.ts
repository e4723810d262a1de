import { expect, it } from "vitest";
import type { UploadView } from "@/lib/uploads/model";
import { sniffFile } from "./sniff-file";
import { interruptedOf } from "./upload-model";

const file = new File(["abc"], "disk.raw", { lastModified: 1_700_000_000_000 });
const upload: UploadView = {
  id: "one",
  bucketId: "bucket",
  bucketName: "bucket",
  objectName: "disk.raw",
  sizeBytes: 3,
  receivedBytes: 1,
  lastModifiedMs: 1_700_000_000_000,
  own: true,
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "2026-01-08T00:00:00.000Z",
};

it("continues an interrupted upload only with the same file of the same user in the same bucket", () => {
  expect(interruptedOf(file, "bucket", [upload])).toBe(upload);
  for (const other of [
    { own: false },
    { bucketId: "other" },
    { objectName: "other" },
    { sizeBytes: 4 },
    { lastModifiedMs: 1 },
    { lastModifiedMs: null },
  ]) {
    expect(interruptedOf(file, "bucket", [{ ...upload, ...other }])).toBeUndefined();
  }
});

it("looks at head and tail of a chosen file before it is sent", async () => {
  const qcow2 = new Uint8Array(65_536);
  qcow2.set([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3]);
  new DataView(qcow2.buffer).setBigUint64(24, 1_073_741_824n);
  expect(await sniffFile(new File([qcow2], "a.raw"))).toMatchObject({ format: "qcow2", virtualSizeBytes: 1_073_741_824 });
});
