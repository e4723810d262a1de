"use client";

import clsx from "clsx";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { PageLink } from "../controls/page-link";

export interface Tab {
  readonly href: string;
  readonly label: ReactNode;
  readonly count?: number;
}

/** Views of one thing, each its own address. The current one is the tab whose path is the page's. */
export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  const pathname = usePathname();
  const row = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another current tab
  useEffect(() => {
    bringIntoSight(row.current);
    void document.fonts.ready.then(() => bringIntoSight(row.current)); // in its own font a tab may be wider
  }, [pathname]);
  return (
    <nav ref={row} aria-label={label} className="scroll-fade mb-4 overflow-x-auto border-line border-b">
      <ul>
        {tabs.map((tab) => {
          const current = pathname === tab.href.split("?")[0];
          return (
            <li key={tab.href} className="not-first:ms-1">
              <PageLink
                href={tab.href}
                aria-current={current ? "page" : undefined}
                className={clsx(
                  "-mb-px inline-flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-3 -outline-offset-2",
                  current ? "border-accent-text font-medium text-text" : "border-transparent text-muted hover:text-text",
                )}
              >
                {tab.label}
                {tab.count === undefined ? null : <span className="rounded-full bg-hover px-1.5 text-muted text-xs">{tab.count}</span>}
              </PageLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Where the tabs are wider than the screen, the current one stands in its middle. */
function bringIntoSight(row: HTMLElement | null): void {
  const current = row?.querySelector("[aria-current]");
  if (row === null || !current) return;
  const [outer, inner] = [row.getBoundingClientRect(), current.getBoundingClientRect()];
  row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}
