import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { HelpFrame } from "@/components/help/help-frame";
import { parseTheme, THEME_COOKIE } from "@/components/shell/preferences";

export default async function PublicHelpLayout({ children }: { children: ReactNode }) {
  return <HelpFrame theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}>{children}</HelpFrame>;
}
