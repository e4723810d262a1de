"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import { IMAGE_ACTIONS, POLICY_SERVICES } from "@/lib/policies/constraints";
import { isRestricted, type PolicyStatement, tagOf, withAction, withTag } from "@/lib/policies/model";
import { Button } from "../ui/controls/button";
import { Checkbox } from "../ui/forms/checkbox";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { RadioGroup } from "../ui/forms/radio-group";
import { Disclosure } from "../ui/layout/disclosure";

interface Props {
  readonly number: number;
  readonly statement: PolicyStatement;
  readonly actions: readonly string[];
  readonly onChange: (statement: PolicyStatement) => void;
  readonly onRemove: (() => void) | undefined;
}

/** One statement: allow or deny, which actions, and if wanted only for images with a tag. */
export function StatementFields({ number, statement, actions, onChange, onRemove }: Props) {
  const t = useTranslations("iam.policies");
  const tag = tagOf(statement);
  return (
    <fieldset className="min-w-0 rounded-md border border-line px-4 pt-2 pb-4">
      <legend className="px-1 font-medium">{t("statement", { number })}</legend>
      <div className="space-y-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <RadioGroup
            legend={t("effect")}
            legendHidden
            name={`effect-${number}`}
            look="inline"
            value={statement.Effect}
            options={(["Allow", "Deny"] as const).map((value) => ({ value, label: t(value) }))}
            onChange={(value) => onChange({ ...statement, Effect: value === "Deny" ? "Deny" : "Allow" })}
          />
          {onRemove === undefined ? null : (
            <Button size="sm" onClick={onRemove}>
              {t("removeStatement", { number })}
            </Button>
          )}
        </div>
        {isRestricted(statement) ? <p className="text-muted text-sm">{t("onlyOnImages")}</p> : null}
        {POLICY_SERVICES.map((service) => (
          <ServiceActions key={service} service={service} statement={statement} actions={actions} onChange={onChange} />
        ))}
        <div>
          <p className="font-medium">{t("tag")}</p>
          <p className="mb-2 text-muted text-sm">{t("tagHint")}</p>
          <div className="grid max-w-xl gap-4 sm:grid-cols-2">
            <Field label={t("tagKey")}>
              <Input
                value={tag?.key ?? ""}
                maxLength={36}
                onChange={(event) => onChange(withTag(statement, { key: event.target.value, value: tag?.value ?? "" }))}
              />
            </Field>
            <Field label={t("tagValue")}>
              <Input
                value={tag?.value ?? ""}
                maxLength={43}
                disabled={tag === undefined}
                onChange={(event) => onChange(withTag(statement, { key: tag?.key ?? "", value: event.target.value }))}
              />
            </Field>
          </div>
          {tag === undefined ? null : <p className="mt-2 text-muted text-sm">{t("tagWarning")}</p>}
        </div>
      </div>
    </fieldset>
  );
}

interface ServiceProps extends Pick<Props, "statement" | "actions" | "onChange"> {
  readonly service: (typeof POLICY_SERVICES)[number];
}

/** The actions of one service; those that a pattern of the JSON brings along are ticked and say so. */
function ServiceActions({ service, statement, actions, onChange }: ServiceProps) {
  const t = useTranslations("iam.policies");
  const whole = `${service}:*:*`;
  const own = actions.filter((action) => action.startsWith(`${service}:`));
  const patterns = statement.Action.filter((action) => action.includes("*") && action.startsWith(`${service}:`));
  const patternOf = (action: string) => patterns.find((pattern) => new RegExp(`^${pattern.replace(/\*+/g, "[A-Za-z]*")}$`).test(action));
  const chosen = own.filter((action) => statement.Action.includes(action) || patternOf(action) !== undefined);
  const restricted = isRestricted(statement);
  const toggle = (action: string) => onChange(withAction(statement, action, !statement.Action.includes(action)));
  return (
    <Disclosure
      open={chosen.length > 0}
      summary={
        <>
          {t(`services.${service}`)} <span className="font-normal text-muted text-sm">{t("chosen", { count: chosen.length })}</span>
        </>
      }
    >
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
        <Checkbox
          className="sm:col-span-full"
          label={t("whole", { service: t(`services.${service}`) })}
          checked={statement.Action.includes(whole)}
          onChange={() => toggle(whole)}
        />
        {own.map((action) => {
          const pattern = patternOf(action);
          const about = restricted && !IMAGE_ACTIONS.includes(action);
          return (
            <Checkbox
              key={action}
              label={<span className={clsx("break-all font-mono text-sm", about && "text-faint")}>{action}</span>}
              hint={pattern === undefined ? undefined : t("byPattern", { pattern })}
              checked={statement.Action.includes(action) || pattern !== undefined}
              disabled={pattern !== undefined || about}
              onChange={() => toggle(action)}
            />
          );
        })}
      </div>
    </Disclosure>
  );
}
