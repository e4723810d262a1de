import { COPY_RULES } from "./copy-rules";
import { EXPORT_RULES } from "./export-rules";
import { MANAGE_RULES } from "./manage-rules";
import { OWNERSHIP_RULES } from "./ownership-rules";
import { type ImageAction, type ImageRule, type Refusal, type RuleContext, type RuleImage, STEPS } from "./rule";
import { SHARE_RULES } from "./share-rules";
import { USE_RULES } from "./use-rules";

/** Every rule of the specification about what may be done with an image, in the order in which they are checked. */
export const IMAGE_RULES: readonly ImageRule[] = [
  ...OWNERSHIP_RULES,
  ...USE_RULES,
  ...MANAGE_RULES,
  ...SHARE_RULES,
  ...COPY_RULES,
  ...EXPORT_RULES,
].toSorted((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step));

/**
 * Why an action on an image is refused, or undefined where it is allowed: the first broken rule in the order of checks. Lists, dialogs,
 * commands, the APIs and the worker ask this one function; what a caller does not know yet it leaves out of the context.
 */
export function whyNot(action: ImageAction, image: RuleImage, context: RuleContext = {}): Refusal | undefined {
  for (const { actions, code, broken } of IMAGE_RULES) {
    if (!actions.includes(action)) continue;
    const detail = broken(image, context);
    if (detail !== false) return detail === true ? { code } : { code, detail };
  }
  return undefined;
}
