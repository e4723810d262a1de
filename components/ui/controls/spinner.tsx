import LoaderCircle from "lucide-react/icons/loader-circle";

/** Turning mark for 1 to 10 seconds of waiting. Says nothing to readers: the control around it carries `aria-busy`. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle aria-hidden size={size} className="shrink-0 animate-spin" />;
}
