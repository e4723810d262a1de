"use client";

import { useEffect } from "react";
import { buttonClass } from "@/components/ui/controls/button-style";
import en from "@/messages/en/common.json";
import zh from "@/messages/zh-CN/common.json";
import "./globals.css";

/** The last resort: the root layout itself failed, so there is no language to go by. Both are shown. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useEffect(() => {
    reportError(error);
  }, [error]);
  return (
    <html lang="zh-CN">
      <body>
        <title>{zh.failure.title}</title>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-2 px-6 text-center">
          <h1 className="font-semibold text-xl">{zh.failure.title}</h1>
          <p className="text-muted">{zh.failure.body}</p>
          <div lang="en" className="mt-2">
            <p className="font-medium">{en.failure.title}</p>
            <p className="text-muted">{en.failure.body}</p>
          </div>
          {error.digest === undefined ? null : <code className="mt-2 font-mono text-faint text-sm">{error.digest}</code>}
          <button type="button" onClick={() => retry()} className={buttonClass({ variant: "primary", className: "mt-4" })}>
            <span>
              重试 / <span lang="en">Try again</span>
            </span>
          </button>
        </main>
      </body>
    </html>
  );
}
