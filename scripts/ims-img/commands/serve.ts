import { symlink, unlink } from "node:fs/promises";
import path from "node:path";
import { checkImage } from "@/lib/disk/qemu/check-image";
import type { Context } from "../context";
import { whileServed, withDisk } from "../open-disk";
import { EXIT } from "../words";

/** Exports the disk in a file over NBD, read-only, until it is interrupted. */
export async function serve({ files: [file = ""], socket }: { files: readonly string[]; socket: string | undefined }, context: Context) {
  return withDisk({ file }, context, async (disk) => {
    await checkImage({ path: disk.path, format: disk.facts.format, signal: context.signal });
    return whileServed(disk, context.signal, async ({ socketPath, exportName }) => {
      const place = socket === undefined ? socketPath : path.resolve(socket);
      // The server's own socket is in a folder of its own that only this user enters; the name asked for leads there.
      if (socket !== undefined) await symlink(socketPath, place);
      try {
        const uri = `nbd+unix:///${exportName}?socket=${encodeURI(place)}`;
        context.print({ uri, socket: place, exportName, virtualSizeBytes: disk.facts.virtualSizeBytes, readOnly: true }, [
          `serving ${file} read-only at ${uri}`,
          "press Ctrl-C to end",
        ]);
        await interrupted(context.signal);
        return EXIT.ok;
      } finally {
        if (socket !== undefined) await unlink(place);
      }
    });
  });
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // A signal alone keeps no process alive.
  const alive = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearInterval(alive);
}
