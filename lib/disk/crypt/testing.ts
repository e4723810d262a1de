import { createDecipheriv, hkdfSync } from "node:crypto";
import { memorySource } from "../zvhd2/testing";
import type { StreamParameters } from "./layout";
import { openSealed } from "./open-sealed";
import { seal } from "./seal";
import type { SealingKey } from "./segment-cipher";

/** Segments so small that a few hundred bytes have several. */
export const SMALL: StreamParameters = { hash: "sha256", keyBytes: 32, segmentBytes: 64 };

export const KEY: SealingKey = { dataKey: Buffer.alloc(32, 7), boundTo: "0b54c1cf-6e0a-4f0c-8a41-1f4f1f6c0001" };

/** Bytes that follow from their length. */
export function sampleBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 31 + (at >> 8)) & 0xff;
  return bytes;
}

/** In pieces of a length that is no multiple of anything, out of one buffer that is used again. */
export async function* inPieces(bytes: Buffer, pieceBytes = 37): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(pieceBytes);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield piece.subarray(0, bytes.copy(piece, 0, at, at + pieceBytes));
  piece.fill(0xee);
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

export function sealBytes(plain: Buffer, key = KEY, parameters = SMALL): Promise<Buffer> {
  return collect(seal(inPieces(plain, 1 + Math.ceil(plain.length / 7)), key, parameters));
}

export async function openBytes(sealed: Buffer, key = KEY, parameters = SMALL): Promise<Buffer> {
  const opened = await openSealed(memorySource(sealed), key, { parameters });
  return opened.read(0, opened.sizeBytes);
}

/** The published construction a second time, without any of the project's code: what a reader elsewhere would do. */
export function openIndependently(sealed: Buffer, key: SealingKey, { hash, keyBytes, segmentBytes }: StreamParameters): Buffer {
  const headerBytes = sealed.readUInt8(0);
  const derived = Buffer.from(hkdfSync(hash, key.dataKey, sealed.subarray(1, 1 + keyBytes), key.boundTo, keyBytes));
  const parts: Buffer[] = [];
  for (let start = headerBytes, number = 0; start < sealed.length || number === 0; number++) {
    const end = Math.min(sealed.length, (number + 1) * segmentBytes);
    const nonce = Buffer.concat([sealed.subarray(headerBytes - 7, headerBytes), Buffer.alloc(5)]);
    nonce.writeUInt32BE(number, 7);
    nonce.writeUInt8(end === sealed.length ? 1 : 0, 11);
    const decipher = createDecipheriv(keyBytes === 32 ? "aes-256-gcm" : "aes-128-gcm", derived, nonce, { authTagLength: 16 });
    decipher.setAuthTag(sealed.subarray(end - 16, end));
    parts.push(decipher.update(sealed.subarray(start, end - 16)), decipher.final());
    start = end;
  }
  return Buffer.concat(parts);
}
