import clsx from "clsx";
import Check from "lucide-react/icons/check";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageLink } from "../controls/page-link";

export interface WizardStep {
  readonly id: string;
  readonly label: ReactNode;
  /** Address of a step already done, so that one can go back to it. */
  readonly href?: string;
}

export interface WizardProps {
  steps: readonly WizardStep[];
  /** Id of the step shown. */
  current: string;
  children: ReactNode;
  /** What holds for the whole: quota before and after, limits, cost. */
  aside?: ReactNode;
  /** Cancel, Back, Next; the main act last. Nothing but a dialog lies over it. */
  footer: ReactNode;
}

/** The frame of a form in steps: the way on the left (on top where narrow), the step, what limits it, the buttons. */
export function Wizard({ steps, current, children, aside, footer }: WizardProps) {
  return (
    <div
      className={clsx(
        "grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4",
        aside === undefined
          ? "lg:grid-cols-[11rem_minmax(0,48rem)]"
          : "lg:grid-cols-[11rem_minmax(0,48rem)] xl:grid-cols-[11rem_minmax(0,44rem)_18rem]",
      )}
    >
      <StepList steps={steps} current={current} />
      <div className="min-w-0">
        <div className="space-y-5">{children}</div>
        <div data-page-footer className="sticky bottom-0 z-31 mt-6 flex flex-wrap justify-end gap-2 border-line border-t bg-canvas py-3">
          {footer}
        </div>
      </div>
      {aside === undefined ? null : (
        <aside className="min-w-0 lg:col-start-2 xl:sticky xl:top-16 xl:col-start-auto xl:self-start">{aside}</aside>
      )}
    </div>
  );
}

function StepList({ steps, current }: Pick<WizardProps, "steps" | "current">) {
  const t = useTranslations("ui");
  const at = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label={t("steps")} className="lg:sticky lg:top-16 lg:self-start">
      <p className="mb-1 text-muted text-sm lg:sr-only">{t("stepOf", { current: at + 1, total: steps.length })}</p>
      <ol className="flex flex-wrap gap-1 lg:flex-col lg:flex-nowrap">
        {steps.map((step, index) => (
          <Step key={step.id} step={step} number={index + 1} state={index === at ? "current" : index < at ? "done" : "ahead"} />
        ))}
      </ol>
    </nav>
  );
}

function Step({ step, number, state }: { step: WizardStep; number: number; state: "done" | "current" | "ahead" }) {
  const t = useTranslations("ui");
  const content = (
    <>
      <span
        aria-hidden
        className={clsx(
          "flex size-5 shrink-0 items-center justify-center rounded-full font-medium text-xs",
          state === "current" && "bg-accent text-on-accent",
          state === "done" && "bg-ok-soft text-ok",
          state === "ahead" && "border border-line-strong text-muted",
        )}
      >
        {state === "done" ? <Check size={12} /> : number}
      </span>
      <span className="whitespace-nowrap">{step.label}</span>
      {state === "done" ? <span className="sr-only">{t("stepDone")}</span> : null}
    </>
  );
  const className = clsx("flex h-8 items-center gap-2 rounded-md px-2", state === "current" ? "bg-accent-soft font-medium" : "text-muted");
  return (
    <li aria-current={state === "current" ? "step" : undefined}>
      {step.href === undefined || state === "current" ? (
        <span className={className}>{content}</span>
      ) : (
        <PageLink href={step.href} className={clsx(className, "hover:bg-hover hover:text-text")}>
          {content}
        </PageLink>
      )}
    </li>
  );
}
