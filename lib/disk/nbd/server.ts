import { chmod } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import type { Exports } from "./block-device";
import { serveConnection } from "./server-session";

export interface NbdServer {
  readonly socketPath: string;
  /** Takes no new connections and ends the present ones. Doing it twice is not an error. */
  close(): Promise<void>;
}

/** Connections served at once by one server; one more is closed unanswered. */
const MAX_CONNECTIONS = 256;

/**
 * Serves disks read-only over NBD on a unix socket that only this user may open. A client chooses by name among `exports`, asked
 * anew at each choice, so the caller may add and remove disks; a connection keeps the disk it chose. Fixed newstyle,
 * structured replies, `base:allocation`. What one client does, or its death, never disturbs another. Rejects when something stands at the path already.
 */
export async function startNbdServer(socketPath: string, exports: Exports): Promise<NbdServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    void serveConnection(socket, exports);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  // From here on an error is a connection that could not be accepted, which its client notices.
  server.on("error", () => undefined);
  await chmod(socketPath, 0o600);
  return {
    socketPath,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
