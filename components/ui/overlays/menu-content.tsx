"use client";

import clsx from "clsx";
import Check from "lucide-react/icons/check";
import { Content, Item, Label, Portal, Root, Separator, Trigger } from "radix-ui/dropdown-menu";
import { Fragment } from "react";
import { PageLink } from "../controls/page-link";
import type { MenuItem, MenuProps } from "./menu";

/** The menu itself, mounted open: what `Menu` fetches when it is first wanted. */
export default function MenuContent({ trigger, groups, header, align = "end" }: MenuProps) {
  return (
    <Root modal={false} defaultOpen>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="forced-border float-in z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto rounded-lg bg-raised p-1 shadow-float"
        >
          {header}
          {groups
            .filter((group) => group.items.length > 0)
            .map((group, index) => (
              <Fragment key={group.id}>
                {index > 0 ? <Separator className="-mx-1 my-1 h-px bg-line" /> : null}
                {group.label === undefined ? null : <Label className="px-2 pt-1 pb-0.5 text-faint text-xs">{group.label}</Label>}
                {group.items.map((item) => (
                  <MenuRow key={item.id} item={item} />
                ))}
              </Fragment>
            ))}
        </Content>
      </Portal>
    </Root>
  );
}

function MenuRow({ item }: { item: MenuItem }) {
  const off = item.disabledReason !== undefined;
  const className = clsx(
    "flex min-h-8 w-full cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-start text-base outline-none data-highlighted:bg-hover",
    off && "text-faint",
    !off && item.tone === "danger" && "text-danger data-highlighted:bg-danger-soft",
  );
  const content = (
    <>
      {item.icon === undefined ? null : (
        <span className="flex size-4 shrink-0 items-center justify-center [&>svg]:size-4">{item.icon}</span>
      )}
      <span className="min-w-0 flex-1" lang={item.lang}>
        {item.label}
        {off ? <span className="block text-faint text-xs">{item.disabledReason}</span> : null}
      </span>
      {item.checked ? <Check aria-hidden size={14} className="shrink-0 text-accent-text" /> : null}
    </>
  );
  if (item.href !== undefined && !off) {
    return (
      <Item asChild className={className}>
        <PageLink href={item.href}>{content}</PageLink>
      </Item>
    );
  }
  return (
    <Item
      className={className}
      aria-disabled={off || undefined}
      aria-current={item.checked || undefined}
      onSelect={(event) => {
        if (off) event.preventDefault();
        else item.onSelect?.();
      }}
    >
      {content}
    </Item>
  );
}
