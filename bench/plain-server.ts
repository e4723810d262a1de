import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import http from "node:http";
import { pipeline } from "node:stream/promises";
import { MIB } from "@/lib/disk/model";

// What plain Node streams reach between a socket and a file, with nothing looked at on the way. Run as a process of its own.
const file = process.argv[2] ?? "";
const server = http.createServer({ highWaterMark: 256 * 1024, requestTimeout: 0 }, async (request, response) => {
  if (request.method === "PUT") {
    await pipeline(request, createWriteStream(file, { highWaterMark: MIB }));
    response.writeHead(204).end();
    return;
  }
  response.writeHead(200, { "content-length": (await stat(file)).size });
  await pipeline(createReadStream(file, { highWaterMark: MIB }), response);
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
