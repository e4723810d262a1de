import type { RecordFilter, RecordSortKey } from "@/lib/images/records/inputs";
import { Fault } from "../fault";

type Order = RecordFilter["order"];

/** Sort keys by their name on the wire. */
const KEYS: Readonly<Record<string, RecordSortKey>> = {
  name: "name",
  status: "status",
  container_format: "containerFormat",
  disk_format: "diskFormat",
  size: "sizeBytes",
  id: "id",
  created_at: "createdAt",
  updated_at: "updatedAt",
};
const DIRECTIONS: Readonly<Record<string, boolean>> = { asc: false, desc: true };

/**
 * Reads how a list is sorted: `sort=name:asc,size`, or `sort_key` and `sort_dir` repeated; newest first by default. Equal rows come
 * in the order of their creation and id, so that pages never overlap. Faults: 400 for both forms at once, unknown keys and directions.
 */
export function readOrder(search: URLSearchParams): Order {
  const [sort, keys, directions] = [search.get("sort"), search.getAll("sort_key"), search.getAll("sort_dir")];
  if (sort !== null && keys.length + directions.length > 0) throw new Fault(400, "Old and new sorting syntax cannot be combined");
  const order = sort === null ? readClassic(keys, directions) : sort.split(",").map(readPart);
  return complete(order);
}

function readPart(part: string): Order[number] {
  const [key = "", direction = "desc"] = part.trim().split(":");
  return { key: keyOf(key), descending: directionOf(direction) };
}

function readClassic(keys: readonly string[], directions: readonly string[]): Order {
  const named = keys.length === 0 ? ["created_at"] : keys;
  if (directions.length > 1 && directions.length !== named.length)
    throw new Fault(400, "Number of sort dirs does not match the number of sort keys");
  return named.map((key, index) => ({ key: keyOf(key), descending: directionOf(directions[index] ?? directions[0] ?? "desc") }));
}

function complete(order: Order): Order {
  const unique = order.filter(({ key }, index) => order.findIndex((other) => other.key === key) === index);
  const last = unique.findIndex(({ key }) => key === "id");
  // Nothing after the id can matter, and without it rows could tie.
  if (last >= 0) return unique.slice(0, last + 1);
  return [...unique, { key: "id", descending: unique.at(-1)?.descending ?? true }];
}

function keyOf(name: string): RecordSortKey {
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (key === undefined)
    throw new Fault(400, `Invalid sort key: ${name}. It must be one of the following: ${Object.keys(KEYS).join(", ")}.`);
  return key;
}

function directionOf(name: string): boolean {
  const descending = Object.hasOwn(DIRECTIONS, name) ? DIRECTIONS[name] : undefined;
  if (descending === undefined) throw new Fault(400, `Invalid sort direction: ${name}. It must be one of the following: asc, desc.`);
  return descending;
}
