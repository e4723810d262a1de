/** Servers one request may ask for. Above 100 from one image is not recommended, and warned of (LIM-49); this is where it ends. */
export const SERVERS_PER_REQUEST_MAX = 500;
export const BATCH_WARNING_ABOVE = 100;
export const SERVER_NAME_PATTERN = /^[\p{L}\p{N}._-]{1,64}$/u;
/** Unit: GB. Source: EVS system disk. */
export const SYSTEM_DISK_MAX_GB = 1024;
