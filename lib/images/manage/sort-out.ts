import "server-only";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { coversImage } from "../covers-image";
import type { BulkOutcome, SkippedImage } from "../model";
import type { ImageAction, RuleContext } from "../rules/rule";
import { whyNot } from "../rules/why-not";
import { type ImageRow, toImageView } from "../views";

/** Images an act may go on with, and those it leaves alone. */
export interface SortedOut {
  readonly allowed: readonly ImageRow[];
  readonly skipped: readonly SkippedImage[];
}

interface Question {
  readonly action: ImageAction;
  readonly scope: Scope;
  readonly contextOf?: (image: ImageRow) => RuleContext;
}

/** Asks the rules about each image. */
function sortOut(images: readonly ImageRow[], { action, scope, contextOf }: Question): SortedOut {
  const allowed: ImageRow[] = [];
  const skipped: SkippedImage[] = [];
  for (const image of images) {
    const refusal = whyNot(action, toImageView(image, scope.accountId), contextOf?.(image));
    if (refusal === undefined) allowed.push(image);
    else skipped.push({ id: image.id, name: image.name, code: refusal.code, detail: refusal.detail ?? {} });
  }
  return { allowed, skipped };
}

/** The same, and before the rules whether the right to act, which the scope is of, reaches each image (IAM-06). */
export function sortOutCovered(images: readonly ImageRow[], question: Question): SortedOut {
  const { scope } = question;
  const [within, beyond] = [images.filter((image) => coversImage(scope, image)), images.filter((image) => !coversImage(scope, image))];
  const sorted = sortOut(within, question);
  const denied = { code: "permissionDenied" as const, detail: { action: scope.permission } };
  return { allowed: sorted.allowed, skipped: [...sorted.skipped, ...beyond.map(({ id, name }) => ({ id, name, ...denied }))] };
}

/** The same for the act itself: one image alone that is refused is a refusal. Errors: `permissionDenied`, the code of the first broken rule. */
export function sortOutOrRefuse(images: readonly ImageRow[], question: Question): SortedOut {
  const sorted = sortOutCovered(images, question);
  const [first] = sorted.skipped;
  if (images.length === 1 && first !== undefined) throw new AppError(first.code, first.detail);
  return sorted;
}

/** What an act on many images did, in the words its caller gets. */
export function outcomeOf({ allowed, skipped }: SortedOut): BulkOutcome {
  return { done: allowed.map(({ id, name }) => ({ id, name })), skipped };
}
