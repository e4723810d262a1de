import { pino } from "pino";

/**
 * The structured log of this process: one JSON object a line on standard output. Fields that could hold a secret are
 * dropped by name, wherever they stand one or two levels deep.
 */
export const log = pino({
  level: process.env.IMS_LOG_LEVEL ?? "info",
  base: { role: process.env.IMS_PROCESS ?? "main", pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ["password", "token", "secret", "cookie", "authorization", "*.password", "*.token", "*.secret", "*.cookie", "*.authorization"],
    censor: "[secret]",
  },
});
