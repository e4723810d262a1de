import { Fragment } from "react";

/** Facts in a row, as one line of text. */
export function factsText(facts: readonly string[]): string {
  return facts.join(" · ");
}

/** Facts in a row; where they need a second line, it begins with a whole fact. */
export function FactLine({ facts }: { facts: readonly string[] }) {
  return facts.map((fact, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: facts have no identity, and two may read the same
    <Fragment key={index}>
      <span className="inline-block">
        {fact}
        {index < facts.length - 1 ? " ·" : null}
      </span>{" "}
    </Fragment>
  ));
}
