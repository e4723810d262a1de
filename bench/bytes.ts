import { once } from "node:events";
import { open } from "node:fs/promises";
import http, { type ClientRequest } from "node:http";
import { connect } from "node:net";
import { MIB } from "@/lib/disk/model";

// A client that takes as little as it can of the machine it shares with what is measured: its memory is used again.

type Headers = Readonly<Record<string, string>>;

const RECEIVE_BYTES = 256 * 1024;
const HEAD_END = "\r\n\r\n";

/** Sends a whole file as the body of one request. Errors: an `Error` with the answer when that is no success. */
export async function sendFile(url: URL, method: string, headers: Headers, file: string): Promise<void> {
  const request = http.request(url, { method, headers, agent: false });
  const answered = once(request, "response");
  await writeFileTo(request, file);
  const [response] = await answered;
  const body = Buffer.concat(await response.toArray()).toString();
  if (Math.floor(response.statusCode / 100) !== 2) throw new Error(`${method} ${url.pathname} was answered ${response.statusCode} ${body}`);
}

/** Writes a file as the body of a request and ends it; one piece is read while the other is sent. */
export async function writeFileTo(request: ClientRequest, file: string): Promise<void> {
  const handle = await open(file);
  const pieces = [Buffer.alloc(MIB), Buffer.alloc(MIB)] as const;
  let sent: Promise<unknown> = Promise.resolve();
  for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
    const { bytesRead } = await handle.read(pieces[turn], 0, MIB);
    await sent;
    if (bytesRead === 0) break;
    sent = new Promise((resolve) => request.write(pieces[turn].subarray(0, bytesRead), resolve));
  }
  await handle.close();
  request.end();
}

/** Reads a body to its end and forgets it. Errors: an `Error` when it does not have this many bytes. */
export async function receive(url: URL, headers: Headers, sizeBytes: number): Promise<void> {
  let head = "";
  let received = 0;
  const callback = (count: number, buffer: Uint8Array) => {
    if (received > 0) received += count;
    else {
      head += Buffer.from(buffer.subarray(0, count)).toString("latin1");
      const end = head.indexOf(HEAD_END);
      if (end >= 0) received = head.length - end - HEAD_END.length;
    }
    return true;
  };
  const socket = connect({ host: url.hostname, port: Number(url.port), onread: { buffer: new Uint8Array(RECEIVE_BYTES), callback } });
  const fields = Object.entries({ host: url.host, connection: "close", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${fields.join("")}\r\n`);
  await once(socket, "close");
  if (received !== sizeBytes) throw new Error(`GET ${url.pathname} was answered ${received} bytes and ${head.slice(0, 200)}`);
}
