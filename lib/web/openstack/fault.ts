import { AppError, type ErrorCode, type ErrorDetail, isAppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import words from "@/messages/en/errors.json";

/** A refusal in the words of an OpenStack API. Thrown only at this edge; operations throw `AppError`. */
export class Fault extends Error {
  override readonly name = "Fault";

  constructor(
    readonly status: number,
    readonly explanation: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** Code of the IMS API; the other APIs tell none. */
    readonly wireCode = "IMG.0002",
  ) {
    super(explanation);
  }
}

/** Statuses that OpenStack clients expect where the service's own API answers another. Source: OpenStack Image API v2. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  imageQuotaExceeded: 413,
  tagLimitExceeded: 413,
  storageFull: 413,
  shareLimitExceeded: 413,
  shareRegionMismatch: 404,
  attributeNotModifiable: 403,
  exportLicensedOs: 403,
  exportPublicImage: 403,
  exportMarketOrigin: 403,
};

/** What went wrong, as a fault. Everything that is not a refusal is a bug: logged with the request's id, told as 500. */
export function toFault(error: unknown, requestId: string): Fault {
  if (error instanceof Fault) return error;
  if (!isAppError(error)) {
    log.error({ err: error, requestId }, "an OpenStack call failed");
    return toFault(new AppError("internal"), requestId);
  }
  return new Fault(statusOf(error), explanationOf(error.code, error.detail));
}

function statusOf({ code, detail, status }: AppError): number {
  if (code === "conflict" && detail.reason === "protected") return 403;
  if (code === "notFound" && detail.gone === true) return 410;
  // The image API knows no 422: what cannot be processed is a bad request.
  return STATUSES[code] ?? (status === 422 ? 400 : status);
}

/** The sentences that clients look for, else the service's own words. */
function explanationOf(code: ErrorCode, detail: ErrorDetail): string {
  switch (code) {
    case "unauthenticated":
      return "The request you have made requires authentication.";
    case "notFound":
      return detail.id === undefined ? "The resource could not be found." : `No image found with ID ${detail.id}`;
    case "imageStatusNotNormal":
      return `Image status transition from ${detail.status} to ${detail.wanted ?? "deleted"} is not allowed`;
    case "conflict":
      return conflictOf(detail);
    case "attributeNotModifiable":
      return `Attribute ${wireName(detail.attribute)} can be only replaced for a queued image.`;
    case "invalidArgument":
      if (detail.reason === "formatsUnset") return "Properties disk_format, container_format must be set prior to saving data.";
      return detail.field === "marker"
        ? `No image found with ID ${detail.id}`
        : `Invalid value for ${detail.field}: ${detail.reason ?? ""}`;
    case "permissionDenied":
      return `You are not authorized to complete this action: it needs ${detail.action}.`;
    default:
      return `${words[code].title}. ${words[code].advice}`;
  }
}

function conflictOf(detail: ErrorDetail): string {
  switch (detail.reason) {
    case "protected":
      return "Image is protected and cannot be deleted.";
    case "propertyMissing":
      return `Property ${detail.property} does not exist.`;
    case "propertyExists":
      return `Property ${detail.property} already exists.`;
    default:
      return "There was a conflict when trying to complete your request.";
  }
}

function wireName(attribute: ErrorDetail[string] | undefined): string {
  return attribute === "containerFormat" ? "container_format" : "disk_format";
}
