import type { Actor } from "@/lib/platform/operation/actor";

/** How one operation is tried out, whoever asks. */
export interface Case {
  /** Makes what the operation needs in the actor's project, and answers the input that names it. */
  input(actor: Actor): Promise<unknown>;
  /**
   * What another account gets that sends the same input. `notFound`: it names something of the first. `nothing`: a read that shows
   * none of it. `own`: it makes something of its own. `permissionDenied`: only operators may.
   */
  readonly stranger: "notFound" | "nothing" | "own" | "permissionDenied";
  /** It is about all regions of an account, not about the one it is asked in. */
  readonly everywhere?: boolean;
  /** What the account itself gets that sends the input in another of its regions, where that is not `notFound`. */
  readonly elsewhere?: "imageRegionMismatch";
  /** What it does again to the same thing leaves no trace; its own tests say when it does. */
  readonly hushes?: boolean;
}

/** Cases of a domain by operation, `images/delete-image` for `lib/images/commands/delete-image.ts`. */
export type Cases = Readonly<Record<string, Case>>;

/** A list without a filter, with something in it. */
export function listingOf(make: (actor: Actor) => Promise<unknown>): Case {
  return {
    stranger: "nothing",
    async input(actor) {
      await make(actor);
      return {};
    },
  };
}
