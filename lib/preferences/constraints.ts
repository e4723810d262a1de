/** Filters one user keeps for one list. */
export const SAVED_FILTERS_MAX = 20;
export const FILTER_NAME_MAX_LENGTH = 40;
