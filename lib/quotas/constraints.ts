/** Limits the operator may give one account in one region. */
export const IMAGES_LIMIT_MAX = 100_000;
export const TASKS_LIMIT_MAX = 1_000;
/** What a tenant says to a request, and the operator to a decision. Unit: characters. */
export const REASON_MAX_LENGTH = 500;
