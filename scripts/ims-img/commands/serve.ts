import { symlink, unlink } from "node:fs/promises";
import { isIP } from "node:net";
import path from "node:path";
import type { ServedDisk } from "@/lib/disk/pipeline/served-disk";
import { checkImage } from "@/lib/disk/qemu/check-image";
import type { Context } from "../context";
import { whileServed, withDisk } from "../open-disk";
import { isLoopback, openTcpDoor } from "../tcp-door";
import { EXIT, UsageError } from "../words";

export interface ServeOptions {
  readonly files: readonly string[];
  readonly socket: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** An address that others reach is meant. */
  readonly expose: boolean;
}

/** Where clients find the disk. */
interface Place {
  readonly uri: string;
  readonly about: Readonly<Record<string, unknown>>;
  readonly warning?: string;
  close(): Promise<void>;
}

const DEFAULT_HOST = "127.0.0.1";
const PORT_MAX = 65_535;

/** Exports the disk in a file over NBD, read-only, until it is interrupted: on a unix socket, or by TCP for this host unless told otherwise. */
export async function serve(options: ServeOptions, context: Context) {
  const [file = ""] = options.files;
  const address = addressOf(options);
  return withDisk({ file }, context, async (disk) => {
    await checkImage({ path: disk.path, format: disk.facts.format, signal: context.signal });
    return whileServed(disk, context.signal, async (served) => {
      const place = await (address === undefined ? bySocket(served, options.socket) : byTcp(served, address));
      try {
        const { uri, about, warning } = place;
        const said = [`serving ${file} read-only at ${uri}`, ...(warning === undefined ? [] : [warning]), "press Ctrl-C to end"];
        const { exportName } = served;
        context.print({ uri, ...about, exportName, virtualSizeBytes: disk.facts.virtualSizeBytes, readOnly: true }, said);
        await interrupted(context.signal);
        return EXIT.ok;
      } finally {
        await place.close();
      }
    });
  });
}

/** Where to listen by TCP; undefined for a unix socket. */
function addressOf({ socket, host, port, expose }: ServeOptions): { host: string; port: number } | undefined {
  if (port === undefined) {
    if (host !== undefined || expose) throw new UsageError(`${host === undefined ? "--expose" : "--host"} needs --port`);
    return undefined;
  }
  if (socket !== undefined) throw new UsageError("--socket and --port exclude each other");
  if (!/^\d{1,5}$/.test(port) || Number(port) > PORT_MAX) throw new UsageError(`${port} is no port`);
  const wanted = host ?? DEFAULT_HOST;
  if (isIP(wanted) === 0) throw new UsageError(`${wanted} is no IP address`);
  if (!isLoopback(wanted) && !expose)
    throw new UsageError(`whoever reaches ${wanted} could read the whole disk, without a password; --expose if that is meant`);
  return { host: wanted, port: Number(port) };
}

/** The server's own socket is in a folder of its own that only this user enters; the name asked for leads there. */
async function bySocket({ socketPath, exportName }: ServedDisk, socket: string | undefined): Promise<Place> {
  const place = socket === undefined ? socketPath : path.resolve(socket);
  if (socket !== undefined) await symlink(socketPath, place);
  return {
    uri: `nbd+unix:///${exportName}?socket=${encodeURI(place)}`,
    about: { socket: place },
    close: async () => void (socket !== undefined && (await unlink(place))),
  };
}

async function byTcp({ socketPath, exportName }: ServedDisk, address: { host: string; port: number }): Promise<Place> {
  const door = await openTcpDoor(address, socketPath);
  const { host } = address;
  const text = `everyone who reaches ${host} port ${door.port} can read the whole disk, without a password`;
  const warning = isLoopback(host) ? {} : { warning: text };
  return {
    uri: `nbd://${isIP(host) === 6 ? `[${host}]` : host}:${door.port}/${exportName}`,
    about: { host, port: door.port, ...warning },
    ...warning,
    close: () => door.close(),
  };
}

async function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // A signal alone keeps no process alive.
  const alive = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  clearInterval(alive);
}
