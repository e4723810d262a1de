import { mutate, random } from "./mutate";
import type { FuzzSubject } from "./subject";

/** An input that a parser did not take as it must. */
export interface Found {
  readonly subject: string;
  readonly input: Buffer;
  readonly error: unknown;
}

export interface Rounds {
  /** The same seed gives the same inputs. */
  readonly seed: number;
  readonly count: number;
  /** Told before each round, so that one that never ends can be named. */
  readonly onRound?: (round: number) => void;
}

/** Tries one parser with inputs changed at random: how often each outcome came, and what must not have been. */
export async function fuzz(
  subject: FuzzSubject,
  { seed, count, onRound }: Rounds,
): Promise<{ outcomes: Map<string, number>; found: Found[] }> {
  const seeds = await subject.seeds();
  const outcomes = new Map<string, number>();
  const found: Found[] = [];
  for (let round = 0; round < count; round += 1) {
    onRound?.(round);
    const input = inputOf(subject, seeds, seed + round);
    try {
      const outcome = await subject.examine(input);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (error) {
      found.push({ subject: subject.name, input: Buffer.from(input), error });
    }
  }
  return { outcomes, found };
}

/** The input of one round, by itself. */
export function inputOf(subject: FuzzSubject, seeds: readonly Buffer[], seed: number): Buffer {
  const next = random(Math.imul(seed, 0x9e37_79b1));
  return mutate(seeds[next(seeds.length)] ?? Buffer.alloc(0), subject, next);
}
