import "server-only";
import { nextAuthOptions } from "@/lib/platform/http/next-auth-options";
import { SESSION_HOURS } from "./constraints";
import { closeSession, openSession } from "./open-session";

export const authOptions = nextAuthOptions({ open: openSession, close: closeSession, maxAgeSeconds: SESSION_HOURS * 3600 });
