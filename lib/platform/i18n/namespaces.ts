import type { Locale } from "./locale";

/** One file per namespace in `messages/<locale>/`; a test holds this list and the folder together. */
export const NAMESPACES = ["ui", "common", "shell", "errors", "session", "catalogue"] as const;
export type Namespace = (typeof NAMESPACES)[number];

export interface Messages {
  ui: typeof import("../../../messages/zh-CN/ui.json");
  common: typeof import("../../../messages/zh-CN/common.json");
  shell: typeof import("../../../messages/zh-CN/shell.json");
  errors: typeof import("../../../messages/zh-CN/errors.json");
  session: typeof import("../../../messages/zh-CN/session.json");
  catalogue: typeof import("../../../messages/zh-CN/catalogue.json");
}

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
