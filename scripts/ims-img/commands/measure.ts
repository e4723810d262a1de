import { measureDisk } from "@/lib/disk/pipeline/measure-disk";
import type { Context } from "../context";
import { whileServed, withDisk } from "../open-disk";
import { bytes } from "../progress-bar";
import { EXIT } from "../words";

/** Says how much room the disk in a file may take in each format, without reading its data. */
export async function measure({ files: [file = ""] }: { files: readonly string[] }, context: Context): Promise<number> {
  return withDisk({ file }, context, async (disk) => {
    const measured = await whileServed(disk, context.signal, (served) => measureDisk(served, context.signal));
    context.print({ file, ...measured }, [
      `virtual size: ${bytes(measured.virtualSizeBytes)}`,
      `data:         ${bytes(measured.dataBytes)}`,
      ...Object.entries(measured.atMostBytes).map(([format, atMost]) => `${`${format}:`.padEnd(13)} at most ${bytes(atMost)}`),
    ]);
    return EXIT.ok;
  });
}
