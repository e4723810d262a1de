"use client";

import clsx from "clsx";
import CloudUpload from "lucide-react/icons/cloud-upload";
import { type DragEvent, type ReactNode, useState } from "react";
import { useFieldControl } from "./field";

export interface FileDropProps {
  /** "Choose a file or drop it here". */
  label: ReactNode;
  /** Limits, said before anything is picked. */
  hint?: ReactNode;
  accept?: string;
  multiple?: boolean;
  /** Why no file is taken now; stands in place of the hint. */
  disabledReason?: string | undefined;
  onFiles: (files: File[]) => void;
}

/** A native file input made large enough to drop on. */
export function FileDrop({ label, hint, accept, multiple = false, disabledReason, onFiles }: FileDropProps) {
  const control = useFieldControl();
  const [over, setOver] = useState(false);
  const off = disabledReason !== undefined;
  const below = disabledReason ?? hint;
  const stop = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <label
      onDragOver={(event) => stop(event, true)}
      onDragLeave={(event) => stop(event, false)}
      onDrop={(event) => {
        stop(event, false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0 && !off) onFiles(multiple ? files : files.slice(0, 1));
      }}
      className={clsx(
        "flex flex-col items-center gap-1 rounded-lg border border-line-strong border-dashed px-6 py-8 text-center has-focus-visible:outline-2 has-focus-visible:outline-focus",
        off ? "cursor-not-allowed" : "cursor-pointer hover:bg-hover",
        over && !off ? "bg-accent-soft" : "bg-surface",
      )}
    >
      <CloudUpload aria-hidden size={24} className={off ? "text-faint" : "text-muted"} />
      <span className={clsx("font-medium", off && "text-faint")}>{label}</span>
      {below === undefined ? null : <span className="text-balance text-muted text-sm">{below}</span>}
      <input
        {...control}
        type="file"
        disabled={off}
        accept={accept}
        multiple={multiple}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </label>
  );
}
