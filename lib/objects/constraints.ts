/** Length of a bucket name. Unit: characters. Boundary: both included. Source: Amazon S3 User Guide, "Bucket naming rules"; OBS has the same. */
export const BUCKET_NAME_MIN_LENGTH = 3;
export const BUCKET_NAME_MAX_LENGTH = 63;
/** Labels of lower-case letters, digits and inner hyphens, joined by single dots: a DNS name. Source: as above. */
export const BUCKET_NAME_PATTERN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** A name must not look like an IPv4 address. Source: as above. */
export const IPV4_PATTERN = /^\d+\.\d+\.\d+\.\d+$/;
/** Buckets of one project. Boundary: inclusive. Source: OBS, "Constraints": 100 buckets per account. */
export const BUCKETS_MAX = 100;

/** Length of an object's name. Unit: bytes of UTF-8. Boundary: inclusive. Source: Amazon S3 User Guide, "Naming objects". */
export const OBJECT_NAME_MAX_BYTES = 1024;
/** No control characters, which break headers, terminals and file systems. */
export const OBJECT_NAME_PATTERN = /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u;

export const OBJECT_PAGE_SIZES = [20, 50, 100] as const;

/** Age at which a stored object without a row is taken for an orphan: far above the moment between the two. Unit: milliseconds. */
export const ORPHAN_AGE_MS = 3_600_000;
