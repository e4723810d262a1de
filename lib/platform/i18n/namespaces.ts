import type { Locale } from "./locale";

/** One file per namespace in `messages/<locale>/`; a test holds this list and the folder together. */
export const NAMESPACES = [
  "ui",
  "common",
  "shell",
  "errors",
  "session",
  "catalogue",
  "console",
  "images",
  "servers",
  "objects",
  "jobs",
  "audit",
  "overview",
] as const;
export type Namespace = (typeof NAMESPACES)[number];

export interface Messages {
  ui: typeof import("../../../messages/zh-CN/ui.json");
  common: typeof import("../../../messages/zh-CN/common.json");
  shell: typeof import("../../../messages/zh-CN/shell.json");
  errors: typeof import("../../../messages/zh-CN/errors.json");
  session: typeof import("../../../messages/zh-CN/session.json");
  console: typeof import("../../../messages/zh-CN/console.json");
  images: typeof import("../../../messages/zh-CN/images.json");
  servers: typeof import("../../../messages/zh-CN/servers.json");
  objects: typeof import("../../../messages/zh-CN/objects.json");
  jobs: typeof import("../../../messages/zh-CN/jobs.json");
  audit: typeof import("../../../messages/zh-CN/audit.json");
  overview: typeof import("../../../messages/zh-CN/overview.json");
  catalogue: typeof import("../../../messages/zh-CN/catalogue.json");
}

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
