/** Servers one request may ask for. Above 100 from one image is not recommended, and warned of (LIM-49); this is where it ends. */
export const SERVERS_PER_REQUEST_MAX = 500;
export const SERVER_NAME_PATTERN = /^[\p{L}\p{N}._-]{1,64}$/u;
/** Unit: GB. Source: EVS system disk. */
export const SYSTEM_DISK_MAX_GB = 1024;
/** Data disks of one server. Source: ECS, 24 disks with the system disk. */
export const DATA_DISKS_MAX = 23;
export const FAULT_NOTE_MAX = 255;
