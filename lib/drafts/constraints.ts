/** Drafts one user keeps in a project; a new one takes the place of the oldest. */
export const DRAFTS_MAX = 20;
/** Size of one draft as JSON. Unit: characters. */
export const DRAFT_MAX_LENGTH = 20_000;
/** A draft nobody touched for so long goes away. Unit: days. */
export const DRAFT_DAYS = 7;
