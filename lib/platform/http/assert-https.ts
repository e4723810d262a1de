import type { IncomingMessage } from "node:http";
import { env } from "../env";
import { AppError } from "../errors";
import { headerOf } from "./request-headers";

/**
 * Refuses a call that reached the service without HTTPS where its public address is an HTTPS one (SEC-09). The proxy in front ends TLS
 * and says so in `X-Forwarded-Proto`; who calls past the proxy has no such header. Errors: `httpsRequired`.
 */
export function assertHttps(request: IncomingMessage): void {
  if (!env().publicUrl.startsWith("https:")) return;
  const forwarded = headerOf(request, "x-forwarded-proto")?.split(",")[0]?.trim();
  if (forwarded !== "https") throw new AppError("httpsRequired");
}
