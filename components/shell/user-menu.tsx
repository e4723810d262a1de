"use client";

import Languages from "lucide-react/icons/languages";
import LogOut from "lucide-react/icons/log-out";
import SunMoon from "lucide-react/icons/sun-moon";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { IconButton } from "../ui/controls/icon-button";
import { Menu } from "../ui/overlays/menu";
import { savePreference, THEME_COOKIE, THEMES, type Theme } from "./preferences";

/** Every language under its own name: who cannot read this page must find theirs. */
const LANGUAGES = [
  { id: "zh-CN", label: "简体中文" },
  { id: "en", label: "English" },
] as const;

export function LanguageMenu({ cookie }: { cookie: string }) {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  const [, start] = useTransition();
  const choose = (id: string) => {
    savePreference(cookie, id);
    start(() => router.refresh());
  };
  const items = LANGUAGES.map(({ id, label }) => ({ id, label, lang: id, checked: id === locale, onSelect: () => choose(id) }));
  return (
    <Menu
      trigger={<IconButton label={t("language")} tooltip={false} icon={<Languages aria-hidden size={16} />} />}
      groups={[{ id: "languages", items }]}
    />
  );
}

export function ThemeMenu({ theme: initial }: { theme: Theme }) {
  const t = useTranslations("shell");
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    savePreference(THEME_COOKIE, next);
    document.documentElement.dataset.theme = next;
    setTheme(next);
  };
  const items = THEMES.map((id) => ({ id, label: t(`themes.${id}`), checked: id === theme, onSelect: () => choose(id) }));
  return (
    <Menu
      trigger={<IconButton label={t("theme")} tooltip={false} icon={<SunMoon aria-hidden size={16} />} />}
      groups={[{ id: "themes", items }]}
    />
  );
}

export interface ShellUser {
  readonly name: string;
  readonly account: string;
}

export interface UserLink {
  readonly id: string;
  readonly label: string;
  readonly href: string;
}

export function UserMenu({ user, links = [], signOut }: { user: ShellUser; links?: readonly UserLink[]; signOut: () => Promise<void> }) {
  const t = useTranslations("shell");
  const [pending, start] = useTransition();
  const trigger = (
    <button
      type="button"
      aria-label={t("userMenu", { name: user.name })}
      aria-busy={pending || undefined}
      className="forced-border inline-flex h-8 items-center gap-2 rounded-md px-1.5 hover:bg-hover data-[state=open]:bg-hover"
    >
      <span
        aria-hidden
        data-initial={[...user.name][0]}
        className="flex size-6 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs uppercase before:content-[attr(data-initial)]"
      />
      <span className="hidden max-w-28 truncate xl:block" title={user.name}>
        {user.name}
      </span>
    </button>
  );
  const header = (
    <div className="border-line border-b px-2 pt-1 pb-2 -mx-1 mb-1">
      <div className="truncate px-1 font-medium" title={user.name}>
        {user.name}
      </div>
      <div className="truncate px-1 text-muted text-sm">{t("accountOf", { name: user.account })}</div>
    </div>
  );
  const leave = { id: "sign-out", label: t("signOut"), icon: <LogOut aria-hidden />, onSelect: () => start(signOut) };
  return (
    <Menu
      trigger={trigger}
      header={header}
      groups={[
        { id: "links", items: links },
        { id: "leave", items: [leave] },
      ]}
    />
  );
}
