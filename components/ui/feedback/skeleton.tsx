import clsx from "clsx";

/** A grey bar where text will be. The region around it carries `aria-busy`. */
export function Skeleton({ className = "h-4 w-full" }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded-sm bg-line", className)} />;
}
