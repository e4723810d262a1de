import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";

/** How something stands. Colour is never alone: every tone has its icon. */
export type Tone = "neutral" | "progress" | "ok" | "warning" | "danger";

export const TONE_TEXT: Record<Tone, string> = {
  neutral: "text-muted",
  progress: "text-accent-text",
  ok: "text-ok",
  warning: "text-warn",
  danger: "text-danger",
};

export const TONE_SOFT: Record<Tone, string> = {
  neutral: "bg-sunken border-line",
  progress: "bg-accent-soft border-accent-text/25",
  ok: "bg-ok-soft border-ok/25",
  warning: "bg-warn-soft border-warn/30",
  danger: "bg-danger-soft border-danger/30",
};

const ICONS = { neutral: Info, progress: Info, ok: CircleCheck, warning: TriangleAlert, danger: CircleAlert } as const;

export function ToneIcon({ tone, size = 16, className }: { tone: Tone; size?: number; className?: string }) {
  const Icon = ICONS[tone];
  return <Icon aria-hidden size={size} className={className} />;
}
