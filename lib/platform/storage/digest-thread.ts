import { createHash, type Hash } from "node:crypto";
import { parentPort } from "node:worker_threads";

/**
 * Entry of a digest thread: computes any number of digests, one per lane. Self-contained, because it is also a bundle of its own.
 * Every `bytes` and every `end` is answered once, in order; `open` and `forget` are not answered.
 */
export type DigestRequest =
  | { readonly kind: "open"; readonly lane: number; readonly algorithm: string }
  | { readonly kind: "bytes"; readonly lane: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly lane: number }
  | { readonly kind: "forget"; readonly lane: number };

/** `hex` is empty but after `end`. */
export interface DigestReply {
  readonly lane: number;
  readonly hex: string;
}

const lanes = new Map<number, Hash>();

parentPort?.on("message", (request: DigestRequest) => {
  switch (request.kind) {
    case "open":
      lanes.set(request.lane, createHash(request.algorithm));
      return;
    case "bytes":
      lanes.get(request.lane)?.update(request.bytes);
      return reply({ lane: request.lane, hex: "" });
    case "end":
      return reply({ lane: request.lane, hex: lanes.get(request.lane)?.copy().digest("hex") ?? "" });
    case "forget":
      lanes.delete(request.lane);
  }
});

function reply(message: DigestReply): void {
  parentPort?.postMessage(message);
}
