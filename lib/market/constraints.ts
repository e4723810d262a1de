/** Lengths of what a vendor says of an image. Unit: characters. Our choice: a line and a paragraph. */
export const VENDOR_MAX_LENGTH = 64;
export const SUMMARY_MAX_LENGTH = 500;
export const REASON_MAX_LENGTH = 500;
/** Software named in a listing, and the length of each name. Our choice. */
export const SOFTWARE_MAX = 20;
export const SOFTWARE_MAX_LENGTH = 64;
/** Unit: CNY by server and hour. Boundary: both included. The database keeps millionths. */
export const PRICE_MAX = 99_999;
export const PAGE_SIZES = [20, 50, 100] as const;
