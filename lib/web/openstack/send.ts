import { STATUS_CODES } from "node:http";
import type { Answer, Call } from "./call";
import type { Fault } from "./fault";

/** Sends an answer as JSON, or without a body. */
export function sendAnswer({ response }: Call, { status, headers, body }: Answer): void {
  const text = body === undefined ? "" : JSON.stringify(body);
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(text) };
  response.writeHead(status, { ...type, ...length, "cache-control": "no-store", ...headers }).end(text);
}

/** A fault as Keystone tells it. */
export function sendIdentityFault(call: Call, { status, explanation, headers }: Fault): void {
  const body = { error: { code: status, message: explanation, title: titleOf(status) } };
  sendAnswer(call, { status, headers, body });
}

/** A fault as Glance tells it: JSON, plain text or a page, by what the client accepts. */
export function sendImageFault(call: Call, { status, explanation, headers }: Fault): void {
  const accept = call.request.headers.accept ?? "*/*";
  const title = titleOf(status);
  const code = `${status} ${title}`;
  if (accept.includes("application/json")) {
    sendAnswer(call, { status, headers, body: { message: `${explanation}<br /><br />\n\n\n`, code, title } });
    return;
  }
  const plain = accept.includes("text/plain");
  const text = plain ? `${code}\n\n${explanation}\n\n   ` : pageOf(code, explanation);
  const type = `text/${plain ? "plain" : "html"}; charset=UTF-8`;
  call.response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    ...headers,
  });
  call.response.end(text);
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? "Error";
}

function pageOf(code: string, explanation: string): string {
  return `<html>
 <head>
  <title>${code}</title>
 </head>
 <body>
  <h1>${code}</h1>
  ${escapeHtml(explanation)}<br /><br />
 </body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
