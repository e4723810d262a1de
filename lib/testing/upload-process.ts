import { startByteServer } from "./byte-server";

// A web process to be killed: serves the byte routes and says where.
const server = await startByteServer(Number(process.env.PORT ?? 0));
process.stdout.write(`${server.origin}\n`);
