import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { Activity, type ReactNode } from "react";
import { ClientMessages } from "@/components/shell/client-messages";
import { parseTheme, THEME_COOKIE } from "@/components/shell/preferences";
import { TimeZoneReporter } from "@/components/shell/time-zone";
import { UiProviders } from "@/components/ui/feedback/providers";
import { TIME_ZONE_COOKIE } from "@/lib/platform/i18n/locale";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const name = (await getTranslations("common"))("appName");
  return { title: { template: `%s – ${name}`, default: name }, robots: { index: false } };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#13161b" },
  ],
};

/** The server writes language and theme into <html>: the first paint is right without a script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang={await getLocale()} data-theme={theme}>
      <body>
        <ClientMessages>
          <UiProviders>{children}</UiProviders>
          {/* A browser's first look at its time zone takes long: no click waits for it. */}
          <Activity>
            <TimeZoneReporter cookie={TIME_ZONE_COOKIE} />
          </Activity>
        </ClientMessages>
      </body>
    </html>
  );
}
