/** Recipients of one call. Boundary: inclusive. Source: IMS console, share dialog: up to 100 project ids. */
export const RECIPIENTS_MAX = 100;
/** Shares answered or ended in one call. Boundary: inclusive. Our choice: a page of the longest list. */
export const ANSWERS_MAX = 100;
export const PAGE_SIZES = [20, 50, 100] as const;
