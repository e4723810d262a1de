/** Capacity of a vault. Unit: GB (GiB). Boundary: both included. Source: CBR, "Creating a server backup vault". */
export const VAULT_MIN_GB = 10;
export const VAULT_MAX_GB = 10_485_760;
export const BACKUP_NAME_PATTERN = /^[\p{L}\p{N}._-]{1,64}$/u;
