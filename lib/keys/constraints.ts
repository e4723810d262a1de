/** Name of the key that a project has without making one. Source: KMS User Guide, "Default keys": alias `<service>/default`. */
export const DEFAULT_KEY_NAME = "ims/default";
/** Ends the names that the service keeps for itself. Source: as above. */
export const RESERVED_NAME_END = "/default";
/** Name of a key: letters, digits and `-_/:`. Source: KMS API Reference, CreateKey, `key_alias`. */
export const KEY_NAME_PATTERN = /^[a-zA-Z0-9:/_-]+$/;
/** Unit: characters. Boundary: inclusive. Source: as above. */
export const KEY_NAME_MAX_LENGTH = 255;
/** Unit: characters. Boundary: inclusive. Source: KMS API Reference, CreateKey, `key_description`. */
export const KEY_DESCRIPTION_MAX_LENGTH = 255;
/** Keys a project may make; the default key and deleted ones do not count. Boundary: inclusive. Source: KMS, "Constraints": 20. */
export const KEYS_MAX = 20;
/** How long a key waits before it is deleted for good. Unit: days. Boundary: both included. Source: KMS API Reference, ScheduleKeyDeletion. */
export const DELETION_MIN_DAYS = 7;
export const DELETION_MAX_DAYS = 1096;
/** Images named in the impact of a key; beyond that only their number. */
export const USAGE_SHOWN = 100;
