/** A filter of a list under a name its user gave it. */
export interface SavedFilter {
  readonly name: string;
  /** Query of the address, without `?`. */
  readonly query: string;
}

/** How one user likes a list. Columns left out: the usual ones. */
export interface ListPreference {
  readonly columns?: readonly string[];
  readonly filters?: readonly SavedFilter[];
}
