/** Capacity of a data disk. Unit: GB (GiB). Boundary: both included. Source: EVS, "Disk types and performance". */
export const VOLUME_MIN_GB = 10;
export const VOLUME_MAX_GB = 32_768;
/** Disks one request may make. Source: console, "Create data disk", count. */
export const VOLUMES_PER_REQUEST_MAX = 50;
/** Disks of one server, the system disk included. Source: ECS, SCSI and VBD disks. */
export const DISKS_PER_SERVER_MAX = 24;
export const VOLUME_NAME_PATTERN = /^[\p{L}\p{N}._-]{1,64}$/u;
