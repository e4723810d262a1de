import type { ReactNode } from "react";

/** Facts in a row, as one line of text. */
export function factsText(facts: readonly string[]): string {
  return facts.join(" · ");
}

/** Facts in a row; where they need a second line, it begins with a whole fact. */
export function FactLine({ facts }: { facts: readonly string[] }) {
  return facts.reduceRight<ReactNode>(
    (rest, fact) => (
      <>
        <span className="inline-block">{rest === null ? fact : `${fact} ·`}</span> {rest}
      </>
    ),
    null,
  );
}
