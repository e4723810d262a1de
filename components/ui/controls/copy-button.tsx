"use client";

import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { announce } from "../feedback/announcer";
import { IconButton } from "./icon-button";

/** Copies `value`; `name` says what it is ("image ID"). The result is shown for two seconds and announced. */
export function CopyButton({ value, name, className }: { value: string; name: string; className?: string }) {
  const t = useTranslations("ui");
  const [result, setResult] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (result === "idle") return;
    const timer = setTimeout(() => setResult("idle"), 2000);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => {
    const done = await writeClipboard(value);
    setResult(done ? "copied" : "failed");
    announce(done ? t("copied") : t("copyFailed"));
  };
  const label = result === "idle" ? t("copy", { name }) : t(result === "copied" ? "copied" : "copyFailed");
  const icon = result === "copied" ? <Check aria-hidden size={14} className="text-ok" /> : <Copy aria-hidden size={14} />;
  return <IconButton label={label} icon={icon} size="sm" className={className} onClick={copy} />;
}

/** The clipboard API exists only over HTTPS and on localhost; a console on a plain address falls back to a selected text. */
async function writeClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = value;
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
