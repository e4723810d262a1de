const STAGES = [
  "unwrap",
  "inspect",
  "convert",
  "verify",
  "detect",
  "register",
  "prepareDisk",
  "fill",
  "grow",
  "scrub",
  "prepare",
  "copy",
  "transfer",
  "export",
  "turn",
  "freeze",
  "backUp",
  "restore",
] as const;

/** The stage's key in the messages; undefined for a stage this console does not know. */
export function stageKey(stage: string | null): (typeof STAGES)[number] | undefined {
  return STAGES.find((known) => known === stage);
}
