import { once } from "node:events";
import http from "node:http";
import { handleOwnRoute } from "@/lib/web/own-routes";

export interface ByteServer {
  readonly origin: string;
  /** Cuts every connection, as a crash or a pulled cable would. */
  cut(): void;
  close(): Promise<void>;
}

/** The routes that Next never sees, on a server of their own, as `server.ts` mounts them. */
export async function startByteServer(port = 0): Promise<ByteServer> {
  const server = http.createServer({ requestTimeout: 0 }, (request, response) => {
    void handleOwnRoute(request, response).then((handled) => (handled ? undefined : response.writeHead(404).end()));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    cut: () => server.closeAllConnections(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
