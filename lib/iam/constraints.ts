/** Wrong passwords in a row after which a user is locked out. */
export const SIGN_IN_ATTEMPTS_MAX = 5;
/** How long a lock-out lasts. Unit: minutes. */
export const LOCK_OUT_MINUTES = 15;
/** How long a console session lasts. Unit: hours. */
export const SESSION_HOURS = 12;
/** How long an API token lasts: longer than any upload. Unit: hours. */
export const TOKEN_HOURS = 24;
/** Source: NIST SP 800-63B, length above composition. Unit: characters. */
export const PASSWORD_MIN_LENGTH = 8;
export const NAME_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,63}$/u;
