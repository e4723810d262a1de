import { expect, it } from "vitest";
import { detectOs } from "./detect-os";

it("x", async () => {
  for (const [n, s] of [
    ["os-xfs", 1 << 30],
    ["os-ntfs", 209715200],
    ["mini-zlib", 16 << 20],
    ["mini-zstd", 16 << 20],
  ] as const) {
    const t = performance.now();
    console.log(await detectOs({ path: `../shared/corpus/made/${n}.qcow2`, format: "qcow2", virtualSizeBytes: s }), performance.now() - t);
  }
});
