import "server-only";
import { randomBytes } from "node:crypto";

/** An id of 32 hexadecimal digits, the form OpenStack clients expect of users and projects. */
export function hexId(): string {
  return randomBytes(16).toString("hex");
}
