import "server-only";
import { db } from "@/lib/platform/db/client";
import { expiryFrom } from "./expiry-from";

/** Notes how much of an upload has arrived, which also keeps it alive. For lists: what counts is what storage has. Unit: bytes. */
export async function noteProgress(uploadId: string, receivedBytes: number): Promise<void> {
  await db().upload.updateMany({ where: { id: uploadId, status: "open" }, data: { receivedBytes, expiresAt: expiryFrom(new Date()) } });
}
