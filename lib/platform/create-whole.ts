import { randomUUID } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";

/** Makes a file that only this user can read, or leaves the one that is there; true when made. Nobody ever finds it half written. */
export async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600, flag: "wx", flush: true });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // fs errors always carry a code
    return false;
  } finally {
    await rm(draft);
  }
}
