import { compareServed } from "@/lib/disk/pipeline/compare-disks";
import type { Context } from "../context";
import { whileServed, withDisk } from "../open-disk";
import { EXIT } from "../words";

/** Says whether two files hold the same disk, whatever their formats. */
export async function compare({ files: [a = "", b = ""], strict }: { files: readonly string[]; strict: boolean }, context: Context) {
  return withDisk({ file: a }, context, (left) =>
    withDisk({ file: b }, context, async (right) => {
      const sizes = [left.facts.virtualSizeBytes, right.facts.virtualSizeBytes];
      const isSameSize = sizes[0] === sizes[1];
      const offsetBytes = await whileServed(left, context.signal, (one) =>
        whileServed(right, context.signal, (other) =>
          context.withProgress("compare", (onProgress) => compareServed(one, other, { signal: context.signal, onProgress })),
        ),
      );
      const same = offsetBytes === undefined && (isSameSize || !strict);
      context.print({ same, virtualSizeBytes: sizes, ...(offsetBytes !== undefined && { firstDifferenceBytes: offsetBytes }) }, [
        ...(isSameSize ? [] : [`The disks have different sizes: ${sizes[0]} and ${sizes[1]} bytes.`]),
        offsetBytes === undefined ? "The disks hold the same." : `The disks differ at byte ${offsetBytes}.`,
      ]);
      return same ? EXIT.ok : EXIT.no;
    }),
  );
}
