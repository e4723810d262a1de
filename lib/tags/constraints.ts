/** Length of a tag's key and value. Unit: characters. Source: IMS API reference, resource tags. */
export const TAG_KEY_MAX_LENGTH = 36;
export const TAG_VALUE_MAX_LENGTH = 43;
/** Letters of any language, digits, `_` and `-`; values also take `.`. */
export const TAG_KEY_PATTERN = /^[\p{L}\p{N}_-]+$/u;
export const TAG_VALUE_PATTERN = /^[\p{L}\p{N}._-]*$/u;

/** Predefined tags of one account. Source: tag management service, quota of predefined tags. */
export const PREDEFINED_TAGS_MAX = 500;
