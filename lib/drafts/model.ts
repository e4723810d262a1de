/** A form of a new image that has not been sent: what was typed, as the form keeps it. */
export interface DraftView {
  readonly id: string;
  readonly form: Readonly<Record<string, unknown>>;
  readonly updatedAt: string;
}
