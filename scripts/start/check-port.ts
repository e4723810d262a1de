import { once } from "node:events";
import net from "node:net";
import { StartError } from "@/lib/platform/env";

/** Makes sure the web process will get its address. Throws a `StartError` that names the port and the way out. */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = net.createServer();
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // listen errors always carry a code
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${port} on ${host} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`);
    throw new StartError(`Cannot listen on ${host}:${port} (${code ?? "unknown"}). Choose another HOST or PORT.`);
  }
  server.close();
  await once(server, "close");
}
