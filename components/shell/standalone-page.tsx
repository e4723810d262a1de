import type { ReactNode } from "react";
import { Logo } from "./logo";
import type { Theme } from "./preferences";
import { LanguageMenu, ThemeMenu } from "./user-menu";

export interface StandalonePageProps {
  heading: ReactNode;
  lead?: ReactNode;
  /** Under the panel. */
  note?: ReactNode;
  theme: Theme;
  localeCookie: string;
  children: ReactNode;
}

/** A page outside of every region and project: the service's name, one panel, language and appearance. */
export function StandalonePage({ heading, lead, note, theme, localeCookie, children }: StandalonePageProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end gap-1 p-2">
        <LanguageMenu cookie={localeCookie} />
        <ThemeMenu theme={theme} />
      </header>
      <main id="main" className="grid flex-1 place-items-center px-4 pb-24">
        <div className="w-full max-w-sm">
          <div className="mb-6 flex flex-col items-center gap-3 text-center">
            <Logo size={36} />
            <h1 className="font-semibold text-xl">{heading}</h1>
            {lead === undefined ? null : <p className="text-balance text-muted text-sm">{lead}</p>}
          </div>
          <div className="forced-border rounded-xl bg-surface p-6 shadow-float">{children}</div>
          {note === undefined ? null : <p className="mt-4 text-balance text-center text-muted text-sm">{note}</p>}
        </div>
      </main>
    </div>
  );
}
