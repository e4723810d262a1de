import { createCipheriv, hash, pbkdf2 as pbkdf2Callback, randomBytes, randomUUID } from "node:crypto";
import { promisify } from "node:util";

const pbkdf2 = promisify(pbkdf2Callback);

const SECTOR_BYTES = 512;
/** Two keys of 256 bits, as XTS takes them. */
const MASTER_KEY_BYTES = 64;
const SALT_BYTES = 32;
const DIGEST_BYTES = 20;
/** Of SHA-256, which the master key is two of. */
const HASH_BYTES = 32;
const SLOTS = 8;
const SLOT_USED = 0x00ac71f3;
const SLOT_FREE = 0x0000dead;
/** Pieces the master key is split into, so that old media that keep a part of them give nothing away. Source: as below, "AF-Splitter". */
const STRIPES = 4000;
const FIRST_SLOT_BYTES = 4096;
/** The split master key, up to the next multiple of 4 KiB. */
const SLOT_AREA_BYTES = 258_048;
/** The least QEMU and the specification take. More would only make guessing of a weak passphrase slow; this one has 256 random bits. */
const ITERATIONS = 1000;

/** Bytes that belong to a header, the places of all its slots included. */
export const LUKS_HEADER_BYTES = FIRST_SLOT_BYTES + SLOTS * SLOT_AREA_BYTES;

/**
 * The part in use of a LUKS 1 header, its first slot, with a new random master key for AES-256 in XTS mode, which opens under one
 * passphrase. Who has the header and not the passphrase has nothing. Source: LUKS On-Disk Format Specification 1.2.3, Milan Broz and Clemens Fruhwirth; QEMU and cryptsetup read it.
 */
export async function luksHeader(passphrase: Uint8Array): Promise<Buffer> {
  const masterKey = randomBytes(MASTER_KEY_BYTES);
  const [slotSalt, digestSalt] = [randomBytes(SALT_BYTES), randomBytes(SALT_BYTES)];
  const slotKey = await pbkdf2(passphrase, slotSalt, ITERATIONS, MASTER_KEY_BYTES, "sha256");
  const digest = await pbkdf2(masterKey, digestSalt, ITERATIONS, DIGEST_BYTES, "sha256");
  const header = Buffer.alloc(FIRST_SLOT_BYTES + MASTER_KEY_BYTES * STRIPES);
  writeGeometry(header, { digest, digestSalt });
  for (let slot = 0; slot < SLOTS; slot++) writeSlot(header, slot, slot === 0 ? slotSalt : undefined);
  const split = splitKey(masterKey);
  encryptSectors(slotKey, split).copy(header, FIRST_SLOT_BYTES);
  for (const secret of [masterKey, slotKey, split]) secret.fill(0);
  return header;
}

function writeGeometry(header: Buffer, { digest, digestSalt }: { digest: Buffer; digestSalt: Buffer }): void {
  header.write("LUKS\xba\xbe", 0, "latin1");
  header.writeUInt16BE(1, 6);
  header.write("aes", 8);
  header.write("xts-plain64", 40);
  header.write("sha256", 72);
  header.writeUInt32BE(LUKS_HEADER_BYTES / SECTOR_BYTES, 104);
  header.writeUInt32BE(MASTER_KEY_BYTES, 108);
  digest.copy(header, 112);
  digestSalt.copy(header, 132);
  header.writeUInt32BE(ITERATIONS, 164);
  header.write(randomUUID(), 168);
}

/** All slots name their place; only one with a salt is in use. */
function writeSlot(header: Buffer, slot: number, salt: Buffer | undefined): void {
  const at = 208 + slot * 48;
  header.writeUInt32BE(salt === undefined ? SLOT_FREE : SLOT_USED, at);
  header.writeUInt32BE(salt === undefined ? 0 : ITERATIONS, at + 4);
  salt?.copy(header, at + 8);
  header.writeUInt32BE((FIRST_SLOT_BYTES + slot * SLOT_AREA_BYTES) / SECTOR_BYTES, at + 40);
  header.writeUInt32BE(STRIPES, at + 44);
}

/** The key as 4000 pieces, all of which are needed to have it again. */
function splitKey(key: Buffer): Buffer {
  const size = key.length;
  const pieces = randomBytes(size * STRIPES);
  const last = pieces.length - size;
  const mixed = Buffer.alloc(size);
  for (let at = 0; at < last; at += size) {
    mixWith(mixed, pieces, at);
    diffuse(mixed);
  }
  mixWith(mixed, key, 0);
  mixed.copy(pieces, last);
  mixed.fill(0);
  return pieces;
}

function mixWith(mixed: Buffer, other: Buffer, at: number): void {
  for (let index = 0; index < mixed.length; index++) mixed[index] = (mixed[index] ?? 0) ^ (other[at + index] ?? 0);
}

/** Every part of the length of a digest becomes the digest of its number and itself. */
function diffuse(bytes: Buffer): void {
  const numbered = Buffer.alloc(4 + HASH_BYTES);
  for (let part = 0; part * HASH_BYTES < bytes.length; part++) {
    numbered.writeUInt32BE(part);
    bytes.copy(numbered, 4, part * HASH_BYTES);
    hash("sha256", numbered, "buffer").copy(bytes, part * HASH_BYTES);
  }
}

/** Each sector under its own number as the tweak, `plain64`. */
function encryptSectors(key: Buffer, plain: Buffer): Buffer {
  const sectors = [];
  for (let sector = 0; sector * SECTOR_BYTES < plain.length; sector++) {
    const tweak = Buffer.alloc(16);
    tweak.writeBigUInt64LE(BigInt(sector));
    sectors.push(createCipheriv("aes-256-xts", key, tweak).update(plain.subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES)));
  }
  return Buffer.concat(sectors);
}
