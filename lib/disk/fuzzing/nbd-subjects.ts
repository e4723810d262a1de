import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAppError } from "@/lib/platform/errors";
import type { BlockDevice } from "../nbd/block-device";
import { openNbd } from "../nbd/client";
import { startNbdServer } from "../nbd/server";
import type { FuzzSubject } from "./subject";

const HALF_BYTES = 65_536;
/** Data, then a hole. */
const DEVICE: BlockDevice = {
  sizeBytes: 2 * HALF_BYTES,
  read: async (offset, length) => Buffer.alloc(length, offset < HALF_BYTES ? 1 : 0),
  async extents(offset, length) {
    const data = Math.max(0, Math.min(HALF_BYTES - offset, length));
    return [
      { length: data, hole: false },
      { length: length - data, hole: true },
    ].filter((extent) => extent.length > 0);
  },
};
const EXPORTS = { get: (name: string) => (name === "disk" ? DEVICE : undefined), keys: () => ["disk"] };
/** A peer that has said all it has to say and got all it will get is gone well before. */
const HANG_MS = 20_000;
const EXTENTS_MAX = 10_000;
/** A client that waits this long for an answer gets all the rest. */
const WAIT_MS = 50;

/** What a server said, and of how many bytes each piece of it was the answer. */
interface Turn {
  readonly afterBytes: number;
  readonly endAt: number;
}

/** Both ends of the NBD protocol, each before a peer that says what a real one says, with changes. */
export const NBD_SUBJECTS: readonly FuzzSubject[] = [
  {
    name: "nbd-client",
    seeds: async () => [(await recorded()).fromServer],
    examine: async (input) => {
      const { turns } = await recorded();
      return withSocket((socketPath) => clientBefore(socketPath, input, turns));
    },
  },
  {
    name: "nbd-server",
    seeds: async () => [(await recorded()).fromClient],
    examine: (input) => withSocket((socketPath) => serverBefore(socketPath, input)),
  },
];

async function withSocket<T>(use: (socketPath: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
  try {
    return await use(join(folder, "nbd"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Recording {
  readonly fromClient: Buffer;
  readonly fromServer: Buffer;
  readonly turns: readonly Turn[];
}

let recording: Promise<Recording> | undefined;

function recorded(): Promise<Recording> {
  recording ??= record();
  return recording;
}

/** What a client and a server say to each other when all goes well. */
function record(): Promise<Recording> {
  return withSocket(async (socketPath) => {
    const said = { fromClient: [] as Buffer[], fromServer: [] as Buffer[] };
    const turns: Turn[] = [];
    const lengthOf = (pieces: readonly Buffer[]) => pieces.reduce((sum, { length }) => sum + length, 0);
    const server = await startNbdServer(`${socketPath}-real`, EXPORTS);
    const between = createServer((client) => {
      const real = createConnection(`${socketPath}-real`);
      client.on("data", (bytes) => said.fromClient.push(bytes)).pipe(real);
      real.on("data", (bytes) => {
        said.fromServer.push(bytes);
        turns.push({ afterBytes: lengthOf(said.fromClient), endAt: lengthOf(said.fromServer) });
      });
      real.pipe(client);
      for (const socket of [client, real]) socket.on("error", () => undefined);
    });
    await once(between.listen(socketPath), "listening");
    await useClient(socketPath);
    between.close();
    await server.close();
    return { fromClient: Buffer.concat(said.fromClient), fromServer: Buffer.concat(said.fromServer), turns };
  });
}

async function useClient(socketPath: string): Promise<void> {
  const client = await openNbd(socketPath, "disk");
  try {
    let extents = 0;
    for await (const { length } of client.blockStatus()) {
      if (length <= 0 || ++extents > EXTENTS_MAX) throw new Error(`extent ${extents} of ${length} bytes`);
    }
    const bytes = await client.read(0, Math.min(4096, client.sizeBytes));
    if (bytes.length !== Math.min(4096, client.sizeBytes)) throw new Error(`${bytes.length} bytes read`);
  } finally {
    client.close();
  }
}

async function clientBefore(socketPath: string, said: Buffer, turns: readonly Turn[]): Promise<string> {
  const sockets = new Set<Socket>();
  const liar = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    sayInTurns(socket, said, turns);
  });
  await once(liar.listen(socketPath), "listening");
  try {
    await inTime(useClient(socketPath));
    return "taken";
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code;
  } finally {
    for (const socket of sockets) socket.destroy();
    liar.close();
  }
}

/** Says each piece when its question has come, as the real server did; all that is left when none comes any more. */
function sayInTurns(socket: Socket, said: Buffer, turns: readonly Turn[]): void {
  let heardBytes = 0;
  let saidBytes = 0;
  const speak = () => {
    const endAt = turns.filter(({ afterBytes }) => afterBytes <= heardBytes).at(-1)?.endAt ?? 0;
    if (endAt > saidBytes) socket.write(said.subarray(saidBytes, endAt));
    saidBytes = Math.max(saidBytes, endAt);
    if (saidBytes >= said.length) socket.end();
  };
  socket.setTimeout(WAIT_MS, () => socket.end(said.subarray(saidBytes)));
  socket.on("data", (bytes) => {
    heardBytes += bytes.length;
    speak();
  });
  speak();
}

async function serverBefore(socketPath: string, said: Buffer): Promise<string> {
  const server = await startNbdServer(socketPath, EXPORTS);
  try {
    const liar = createConnection(socketPath).on("error", () => undefined);
    liar.resume().end(said);
    if (!liar.closed) await inTime(once(liar, "close"));
    await inTime(useClient(socketPath));
    return "taken";
  } finally {
    await server.close();
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still at it after ${HANG_MS} ms`)), HANG_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
