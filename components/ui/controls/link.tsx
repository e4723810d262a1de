import clsx from "clsx";
import ExternalLink from "lucide-react/icons/external-link";
import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-style";
import { PageLink } from "./page-link";

const LINK = "rounded-sm font-medium text-accent-text underline-offset-2 hover:underline";

/** A link within the console. `quiet` takes the colour of the text around it until hovered. */
export function Link({ quiet = false, className, ...rest }: ComponentProps<typeof PageLink> & { quiet?: boolean }) {
  return <PageLink {...rest} className={clsx(quiet ? "rounded-sm underline-offset-2 hover:underline" : LINK, className)} />;
}

/** A link that leaves the console: a new tab, said to everyone. */
export function OutLink({ href, children }: { href: string; children: ReactNode }) {
  const t = useTranslations("ui");
  return (
    <a href={href} target="_blank" rel="noreferrer" className={LINK}>
      {children}
      {"\u00a0"}
      <ExternalLink size={12} className="inline align-[-0.0625rem]" role="img" aria-label={t("newTab")} />
    </a>
  );
}

export interface ButtonLinkProps extends ComponentProps<typeof PageLink> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Why nothing can be done there now: it leads nowhere then, as a disabled button. */
  disabledReason?: string | undefined;
}

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({ variant, size, icon, disabledReason, className, children, ...rest }: ButtonLinkProps) {
  if (disabledReason !== undefined) return <Button {...{ variant, size, icon, disabledReason, className, children }} />;
  return (
    <PageLink {...rest} className={buttonClass({ variant, size, className })}>
      {icon}
      {children}
    </PageLink>
  );
}
