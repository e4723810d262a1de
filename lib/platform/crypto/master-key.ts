import { createHash } from "node:crypto";
import { env } from "../env";
import { AppError } from "../errors";

/** The root of the key service. Never logged, never stored in the database. Errors: `internal` in a process that was started without it. */
export function masterKey(): Buffer {
  const given = env().IMS_MASTER_KEY;
  if (given === undefined) throw new AppError("internal", { reason: "masterKeyMissing" });
  return Buffer.from(given, "base64");
}

/** Tells master keys apart without telling anything of them: 64 bits of a digest. */
export function masterKeyId(): string {
  return createHash("sha256").update("ims master key\0").update(masterKey()).digest("hex").slice(0, 16);
}
