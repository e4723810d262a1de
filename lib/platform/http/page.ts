import "server-only";
import { notFound } from "next/navigation";
import { isAppError } from "../errors";
import type { Actor } from "../operation/actor";
import { type ActionFailure, toFailure } from "./action";
import { currentActor } from "./actor";
import type { PlaceParams } from "./place-params";
import { signedIn } from "./signed-in";

export type PageRead<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly failure: ActionFailure };

/**
 * Reads what a page shows, as who asks for it: an ended session goes to the sign-in page and back to `path`, what does not
 * exist (or is another account's) is "not found", a refusal comes back as a value for the page to explain.
 */
export async function readForPage<T>(
  { region, project }: PlaceParams,
  path: string,
  read: (actor: Actor) => Promise<T>,
): Promise<PageRead<T>> {
  return signedIn(async () => {
    try {
      return { ok: true as const, data: await read(await currentActor({ regionId: region, projectId: project })) };
    } catch (error) {
      if (isAppError(error) && error.code === "unauthenticated") throw error;
      if (isAppError(error) && error.code === "notFound") notFound();
      return { ok: false as const, failure: await toFailure(error) };
    }
  }, `/r/${region}/p/${project}${path}`);
}
