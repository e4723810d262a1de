import "server-only";
import { redirect } from "next/navigation";
import { isAppError } from "../errors";

/** Runs a read of a page; a visitor whose session has ended is sent to sign in and back to `path` afterwards. */
export async function signedIn<T>(read: () => Promise<T>, path: string): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") redirect(`/login?next=${encodeURIComponent(path)}`);
    throw error;
  }
}
