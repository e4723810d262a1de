import type { MutationPlan } from "./mutate";

/** A parser of bytes that come from outside, and how to try it. */
export interface FuzzSubject extends MutationPlan {
  /** Letters, digits and dashes: found cases are named by it. */
  readonly name: string;
  /** Refuses every input that was changed; what it takes is what it was given. */
  readonly tamperProof?: true;
  /** Valid inputs, which are changed at random. */
  seeds(): Promise<readonly Buffer[]>;
  /**
   * Takes one input and says in a word what came of it, `taken` where it was taken. A refusal is an outcome; rejects for what must
   * never be: another error than a refusal, a result that contradicts itself, more spent than is allowed.
   */
  examine(input: Buffer): Promise<string>;
}
