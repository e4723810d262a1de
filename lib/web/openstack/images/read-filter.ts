import { IMAGE_STATUSES, type ImageStatus } from "@/lib/images/model";
import type { RecordFilter } from "@/lib/images/records/inputs";
import { Fault } from "../fault";
import { readOrder } from "./read-order";

const LIMIT_DEFAULT = 25;
const LIMIT_MAX = 1000;
/** Parameters that are no filter. */
const PAGING = new Set(["limit", "marker", "sort", "sort_key", "sort_dir"]);
const OPERATORS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;

/** Reads the query of `GET /v2/images`. Faults: 400 names the parameter and what it must be. */
export function readFilter(search: URLSearchParams): RecordFilter {
  const filter: RecordFilter = {
    visibility: "all",
    memberStatus: readMemberStatus(search.get("member_status")),
    createdAt: [],
    updatedAt: [],
    tags: search.getAll("tag"),
    properties: {},
    hidden: false,
    order: readOrder(search),
    limit: readLimit(search.get("limit")),
    marker: readMarker(search.get("marker")),
  };
  const visibility = readVisibility(search.get("visibility"));
  for (const [name, value] of search) {
    if (`${name}${value}`.includes("\0")) throw bad(`Invalid value for ${name}`);
    if (!PAGING.has(name)) apply(filter, name, value);
  }
  // There are no communities: that list is empty.
  return visibility === "nothing" ? { ...filter, limit: 0 } : { ...filter, visibility };
}

function apply(filter: RecordFilter, name: string, value: string): void {
  switch (name) {
    case "tag":
    case "visibility":
    case "member_status":
      return;
    case "name":
    case "id":
      filter[name] = readChoice(value);
      return;
    case "disk_format":
      filter.diskFormat = readChoice(value);
      return;
    case "container_format":
      filter.containerFormat = readChoice(value);
      return;
    case "status":
      filter.status = readChoice(value).filter(isStatus);
      return;
    case "owner":
      filter.owner = value;
      return;
    case "checksum":
      filter.checksumMd5 = value;
      return;
    case "os_hash_value":
      filter.hash = value;
      return;
    case "os_hidden":
      filter.hidden = readBoolean(name, value);
      return;
    case "protected":
      filter.protected = readBoolean(name, value);
      return;
    case "created_at":
      filter.createdAt.push(readComparison(value));
      return;
    case "updated_at":
      filter.updatedAt.push(readComparison(value));
      return;
    case "changes-since":
      throw bad("The changes-since filter is no longer available on v2.");
    default:
      applyRangeOrProperty(filter, name, value);
  }
}

const RANGES = { size: "sizeBytes", min_disk: "minDiskGb", min_ram: "minRamMb" } as const;

function applyRangeOrProperty(filter: RecordFilter, name: string, value: string): void {
  const [, quantity, edge] = /^(size|min_disk|min_ram)(_min|_max)?$/.exec(name) ?? [];
  if (quantity === undefined) {
    filter.properties[name] = value;
    return;
  }
  const field = RANGES[quantity as keyof typeof RANGES]; // the pattern lets only its keys pass
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) throw bad("Unable to filter on a range with a non-numeric value.");
  filter[field] = { ...filter[field], ...(edge === "_max" ? {} : { min: number }), ...(edge === "_min" ? {} : { max: number }) };
}

/** One value, or `in:a,"b,c",d`. */
function readChoice(value: string): string[] {
  if (!value.startsWith("in:")) return [value];
  const list = value.slice(3);
  if (!/^(?:"[^"]*"|[^",]*)(?:,(?:"[^"]*"|[^",]*))*$/.test(list)) throw bad(`Invalid filter value ${value}. The quote is not closed.`);
  return [...list.matchAll(/"([^"]*)"|([^",]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function readVisibility(value: string | null): RecordFilter["visibility"] | "nothing" {
  switch (value) {
    case null:
    case "all":
      return "all";
    case "public":
    case "private":
    case "shared":
      return value;
    case "community":
      return "nothing";
    default:
      throw bad(`Invalid visibility value: ${value}`);
  }
}

/** How the project has answered what is shared with it. */
function readMemberStatus(value: string | null): RecordFilter["memberStatus"] {
  switch (value) {
    case null:
      return "accepted";
    case "accepted":
    case "pending":
    case "rejected":
    case "all":
      return value;
    default:
      throw bad(`Invalid status: ${value}`);
  }
}

function readLimit(value: string | null): number {
  if (value === null) return LIMIT_DEFAULT;
  const limit = Number(value);
  if (value === "" || !Number.isInteger(limit)) throw bad("limit param must be an integer");
  if (limit < 0) throw bad("limit param must be positive");
  return Math.min(limit, LIMIT_MAX);
}

function readMarker(value: string | null): string | undefined {
  if (value === null) return undefined;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) throw bad(`No image found with ID ${value}`);
  return value.toLowerCase();
}

function readBoolean(name: string, value: string): boolean {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw bad(`Invalid value '${value}' for '${name}' filter. Valid values are case insensitive "true" or "false".`);
}

/** `gt:2026-11-24T10:00:00Z`; without an operator it is `eq`. */
function readComparison(value: string): RecordFilter["createdAt"][number] {
  const [, name, time = value] = /^([a-z]+):(.+)$/.exec(value) ?? [];
  const operator = name === undefined ? "eq" : OPERATORS.find((known) => known === name);
  // Without a zone a time is UTC, as all times of the API are.
  const at = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time}Z`);
  if (operator === undefined || Number.isNaN(at.getTime())) throw bad(`Invalid time filter: ${value}`);
  return { operator, at };
}

function isStatus(value: string): value is ImageStatus {
  return IMAGE_STATUSES.some((status) => status === value);
}

function bad(explanation: string): Fault {
  return new Fault(400, explanation);
}
