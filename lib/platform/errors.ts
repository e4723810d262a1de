/**
 * The error table: every refusal the service can give, once. Code → HTTP status, IMS wire code, whether the same call may
 * succeed later without a change. Words live in the UI (`messages/*.json`, key `errors.<code>`); a test holds both together.
 * Source: requirements, table "Refusals"; IMS API reference, error codes.
 */
export const ERROR_CODES = {
  unauthenticated: { status: 401, wire: "IMG.0001", spec: "UNAUTHENTICATED" },
  permissionDenied: { status: 403, wire: "IMG.0021", spec: "PERMISSION_DENIED" },
  functionOff: { status: 403, wire: "IMG.0021" },
  projectNotAuthorised: { status: 403, wire: "IMG.0021", spec: "PROJECT_NOT_AUTHORISED" },
  httpsRequired: { status: 403, wire: "IMG.0001", spec: "HTTPS_REQUIRED" },
  regionRequired: { status: 400, wire: "IMG.0001", spec: "REGION_REQUIRED" },
  invalidArgument: { status: 400, wire: "IMG.0001", spec: "INVALID_ARGUMENT" },
  notFound: { status: 404, wire: "IMG.0027", spec: "NOT_FOUND" },
  imageReadOnly: { status: 403, wire: "IMG.0021", spec: "IMAGE_READ_ONLY" },
  imageQuotaExceeded: { status: 409, wire: "IMG.0015", spec: "IMAGE_QUOTA_EXCEEDED" },
  createTaskLimitExceeded: { status: 409, wire: "IMG.0060", spec: "CREATE_TASK_LIMIT_EXCEEDED" },
  taskInProgress: { status: 409, wire: "IMG.0010", spec: "TASK_IN_PROGRESS" },
  serverStateInvalid: { status: 409, wire: "IMG.0008", spec: "SERVER_STATE_INVALID" },
  serverFrozen: { status: 409, wire: "IMG.0008", spec: "SERVER_FROZEN" },
  bmsLocalDisk: { status: 422, wire: "IMG.0118", spec: "BMS_LOCAL_DISK" },
  dataDiskTooLarge: { status: 422, wire: "IMG.0055", spec: "DATA_DISK_TOO_LARGE" },
  dataDiskDataTooLarge: { status: 422, wire: "IMG.0055", spec: "DATA_DISK_DATA_TOO_LARGE" },
  dataDiskSizeOutOfRange: { status: 422, wire: "IMG.0055", spec: "DATA_DISK_SIZE_OUT_OF_RANGE" },
  dataDiskSmallerThanFile: { status: 422, wire: "IMG.0055", spec: "DATA_DISK_SMALLER_THAN_FILE" },
  dataImageAlreadySelected: { status: 409, wire: "IMG.0123", spec: "DATA_IMAGE_ALREADY_SELECTED" },
  backupAlreadyUsed: { status: 409, wire: "IMG.0029", spec: "BACKUP_ALREADY_USED" },
  formatNotSupported: { status: 422, wire: "IMG.1001", spec: "FORMAT_NOT_SUPPORTED" },
  osNotSupportedForSeries: { status: 422, wire: "IMG.0122", spec: "OS_NOT_SUPPORTED_FOR_SERIES" },
  uefiNotSupported: { status: 422, wire: "IMG.0212", spec: "UEFI_NOT_SUPPORTED" },
  imageStatusNotNormal: { status: 409, wire: "IMG.0090", spec: "IMAGE_STATUS_NOT_NORMAL" },
  imageKindNotAllowed: { status: 422, wire: "IMG.0001", spec: "IMAGE_KIND_NOT_ALLOWED" },
  imageRegionMismatch: { status: 422, wire: "IMG.0001", spec: "IMAGE_REGION_MISMATCH" },
  architectureMismatch: { status: 422, wire: "IMG.0212", spec: "ARCHITECTURE_MISMATCH" },
  memoryNotSupported32Bit: { status: 422, wire: "IMG.0001", spec: "MEMORY_NOT_SUPPORTED_32BIT" },
  memoryOutOfRange: { status: 422, wire: "IMG.0001", spec: "MEMORY_OUT_OF_RANGE" },
  attributeNotModifiable: { status: 422, wire: "IMG.0001", spec: "ATTRIBUTE_NOT_MODIFIABLE" },
  tagLimitExceeded: { status: 409, wire: "IMG.0115", spec: "TAG_LIMIT_EXCEEDED" },
  publishedImageNotDeletable: { status: 409, wire: "IMG.0090", spec: "PUBLISHED_IMAGE_NOT_DELETABLE" },
  publishedImageNotShareable: { status: 409, wire: "IMG.0090", spec: "PUBLISHED_IMAGE_NOT_SHAREABLE" },
  encryptedImageNotAllowed: { status: 422, wire: "IMG.0001", spec: "ENCRYPTED_IMAGE_NOT_ALLOWED" },
  encryptionKeyImmutable: { status: 422, wire: "IMG.0001", spec: "ENCRYPTION_KEY_IMMUTABLE" },
  isoImageNotAllowed: { status: 422, wire: "IMG.0001", spec: "ISO_IMAGE_NOT_ALLOWED" },
  fullImageNotAllowed: { status: 422, wire: "IMG.0001", spec: "FULL_IMAGE_NOT_ALLOWED" },
  fullImageNotShareable: { status: 422, wire: "IMG.0001", spec: "FULL_IMAGE_NOT_SHAREABLE" },
  shareLimitExceeded: { status: 409, wire: "IMG.0001", spec: "SHARE_LIMIT_EXCEEDED" },
  shareRegionMismatch: { status: 422, wire: "IMG.0001", spec: "SHARE_REGION_MISMATCH" },
  shareTargetInvalid: { status: 422, wire: "IMG.0001", spec: "SHARE_TARGET_INVALID" },
  copySizeExceeded: { status: 422, wire: "IMG.0001", spec: "COPY_SIZE_EXCEEDED" },
  copyTaskLimitExceeded: { status: 409, wire: "IMG.0060", spec: "COPY_TASK_LIMIT_EXCEEDED" },
  copyAlreadyRunning: { status: 409, wire: "IMG.0010", spec: "COPY_ALREADY_RUNNING" },
  copyRegionInvalid: { status: 422, wire: "IMG.0001", spec: "COPY_REGION_INVALID" },
  exportSizeExceeded: { status: 422, wire: "IMG.0001", spec: "EXPORT_SIZE_EXCEEDED" },
  quickExportRequired: { status: 422, wire: "IMG.0001", spec: "QUICK_EXPORT_REQUIRED" },
  exportFormatNotSupported: { status: 422, wire: "IMG.0001", spec: "EXPORT_FORMAT_NOT_SUPPORTED" },
  exportLicensedOs: { status: 422, wire: "IMG.0001", spec: "EXPORT_LICENSED_OS" },
  exportMarketOrigin: { status: 422, wire: "IMG.0001", spec: "EXPORT_MARKET_ORIGIN" },
  exportPublicImage: { status: 422, wire: "IMG.0001", spec: "EXPORT_PUBLIC_IMAGE" },
  roleDependencyMissing: { status: 422, wire: "IMG.0001", spec: "ROLE_DEPENDENCY_MISSING" },
  // Beyond the specification's table: what real disks, uploads and stores can do.
  policyInvalid: { status: 422, wire: "IMG.0001" },
  policyLimitExceeded: { status: 409, wire: "IMG.0015" },
  grantNeeded: { status: 409, wire: "IMG.0010" },
  imageRetired: { status: 409, wire: "IMG.0090" },
  conflict: { status: 409, wire: "IMG.0010" },
  nameTaken: { status: 409, wire: "IMG.0009" },
  accountLocked: { status: 401, wire: "IMG.0001" },
  unsafeImage: { status: 422, wire: "IMG.1002" },
  imageTooLarge: { status: 413, wire: "IMG.1003" },
  corruptImage: { status: 422, wire: "IMG.1004" },
  truncatedImage: { status: 422, wire: "IMG.1004" },
  encryptedSource: { status: 422, wire: "IMG.1005" },
  decompressionLimit: { status: 422, wire: "IMG.1006" },
  ambiguousFormat: { status: 422, wire: "IMG.1001" },
  formatMismatch: { status: 422, wire: "IMG.1001" },
  systemDiskSizeOutOfRange: { status: 422, wire: "IMG.0055" },
  systemDiskSmallerThanFile: { status: 422, wire: "IMG.0055" },
  keyUnavailable: { status: 409, wire: "IMG.0097" },
  volumeStateInvalid: { status: 409, wire: "IMG.0008" },
  volumeInUse: { status: 409, wire: "IMG.0010" },
  volumeNotAttached: { status: 409, wire: "IMG.0008" },
  systemDiskNotDetachable: { status: 422, wire: "IMG.0001" },
  tooManyDisks: { status: 422, wire: "IMG.0001" },
  zoneMismatch: { status: 422, wire: "IMG.0001" },
  volumeSizeOutOfRange: { status: 422, wire: "IMG.0055" },
  vaultFull: { status: 409, wire: "IMG.0183" },
  vaultKindMismatch: { status: 422, wire: "IMG.0182" },
  vaultNotEmpty: { status: 409, wire: "IMG.0010" },
  backupNotAvailable: { status: 409, wire: "IMG.0029" },
  backupWithoutServer: { status: 409, wire: "IMG.0029" },
  backupInUse: { status: 409, wire: "IMG.0010" },
  installStepOrder: { status: 409, wire: "IMG.0001" },
  bucketNotEmpty: { status: 409, wire: "IMG.0010" },
  payloadTooLarge: { status: 413, wire: "IMG.1003" },
  digestMismatch: { status: 422, wire: "IMG.1004", retryable: true },
  storageFull: { status: 507, wire: "IMG.0003", retryable: true },
  storageUnavailable: { status: 503, wire: "IMG.0003", retryable: true },
  toolFailed: { status: 500, wire: "IMG.0003", retryable: true },
  cancelled: { status: 409, wire: "IMG.0010" },
  internal: { status: 500, wire: "IMG.0003" },
} as const satisfies Record<string, { status: number; wire: `IMG.${string}`; spec?: string; retryable?: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What a refusal is about, in machine words: JSON-safe, free of secrets, used to fill the localised message. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An expected refusal. Thrown inside a transaction it rolls back; edges translate it once. Unit of `status`: HTTP. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail = {},
    options?: { cause?: unknown },
  ) {
    super(`${code}${Object.keys(detail).length > 0 ? ` ${JSON.stringify(detail)}` : ""}`, options);
    this.name = "AppError";
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  get wireCode(): string {
    return ERROR_CODES[this.code].wire;
  }

  /** True when the same work may succeed later without anyone changing the input. */
  get retryable(): boolean {
    const row = ERROR_CODES[this.code];
    return "retryable" in row && row.retryable;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError";
}
