"use client";

import clsx from "clsx";
import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "../controls/icon-button";

export interface SearchInputProps {
  /** Name of the box for readers; also its placeholder. */
  label: string;
  value: string;
  /** Called 250 ms after typing stops, at once for Enter and clear. */
  onSearch: (value: string) => void;
  className?: string;
}

const DEBOUNCE_MS = 250;

export function SearchInput({ label, value, onSearch, className }: SearchInputProps) {
  const t = useTranslations("ui");
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  /** Searches that were asked for and have not come back as `value` yet. */
  const [asked, setAsked] = useState<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  if (value !== seen) {
    setSeen(value);
    const answered = asked.findLastIndex((each) => each === value || each.trim() === value);
    setAsked(asked.slice(answered + 1));
    // The URL changed by other means (back button, "clear filters"): the box follows. To an answer it does not: typing may have gone on.
    if (answered === -1) setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const commit = (next: string) => {
    clearTimeout(timer.current);
    if (next.trim() === (asked.at(-1) ?? value).trim()) return;
    setAsked((before) => [...before, next]);
    onSearch(next);
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => commit(next), DEBOUNCE_MS);
  };
  return (
    <search className={clsx("relative block", className)}>
      <Search aria-hidden size={14} className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(text);
        }}
        className="control h-8 w-full ps-8 pe-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text === "" ? null : (
        <span className="absolute end-1 top-1">
          <IconButton
            label={t("clearSearch")}
            tooltip={false}
            size="sm"
            icon={<X aria-hidden size={14} />}
            onClick={() => {
              setText("");
              commit("");
            }}
          />
        </span>
      )}
    </search>
  );
}
