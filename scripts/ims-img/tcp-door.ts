import { BlockList, connect, createServer, isIP, type Socket } from "node:net";

/** A listener for TCP that leads to a unix socket. */
export interface TcpDoor {
  readonly port: number;
  /** Takes no new connections and ends the present ones. */
  close(): Promise<void>;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/** Whether only this host reaches an address. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Opens a door at an address of this host; port 0 takes a free one. Rejects when the address is taken or is none of this host's. */
export async function openTcpDoor({ host, port }: { host: string; port: number }, socketPath: string): Promise<TcpDoor> {
  const open = new Set<Socket>();
  const server = createServer((outside) => {
    const inside = connect(socketPath);
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(socket);
      socket.on("error", () => other.destroy()); // the other end is told by the end of its connection
      socket.once("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
    outside.setNoDelay(true);
    outside.pipe(inside).pipe(outside);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === "object" ? address.port : port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
