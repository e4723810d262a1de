import type { Locale } from "./locale";

/** One file per namespace in `messages/<locale>/`; a test holds this list and the folder together. */
export const NAMESPACES = [
  "ui",
  "common",
  "shell",
  "errors",
  "constructs",
  "session",
  "catalogue",
  "console",
  "exchange",
  "images",
  "manage",
  "servers",
  "volumes",
  "backups",
  "making",
  "objects",
  "jobs",
  "keys",
  "iam",
  "audit",
  "overview",
  "pricing",
  "help",
] as const;
export type Namespace = (typeof NAMESPACES)[number];

export interface Messages {
  ui: typeof import("../../../messages/zh-CN/ui.json");
  common: typeof import("../../../messages/zh-CN/common.json");
  shell: typeof import("../../../messages/zh-CN/shell.json");
  errors: typeof import("../../../messages/zh-CN/errors.json");
  constructs: typeof import("../../../messages/zh-CN/constructs.json");
  session: typeof import("../../../messages/zh-CN/session.json");
  console: typeof import("../../../messages/zh-CN/console.json");
  exchange: typeof import("../../../messages/zh-CN/exchange.json");
  images: typeof import("../../../messages/zh-CN/images.json");
  manage: typeof import("../../../messages/zh-CN/manage.json");
  servers: typeof import("../../../messages/zh-CN/servers.json");
  volumes: typeof import("../../../messages/zh-CN/volumes.json");
  backups: typeof import("../../../messages/zh-CN/backups.json");
  making: typeof import("../../../messages/zh-CN/making.json");
  objects: typeof import("../../../messages/zh-CN/objects.json");
  jobs: typeof import("../../../messages/zh-CN/jobs.json");
  keys: typeof import("../../../messages/zh-CN/keys.json");
  iam: typeof import("../../../messages/zh-CN/iam.json");
  audit: typeof import("../../../messages/zh-CN/audit.json");
  overview: typeof import("../../../messages/zh-CN/overview.json");
  pricing: typeof import("../../../messages/zh-CN/pricing.json");
  help: typeof import("../../../messages/zh-CN/help.json");
  catalogue: typeof import("../../../messages/zh-CN/catalogue.json");
}

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
