import "server-only";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { attachmentName } from "@/lib/objects/attachment-name";
import { AppError } from "@/lib/platform/errors";
import { type ByteHandler, byteRoute, type Exchange } from "@/lib/platform/http/byte-route";
import { DEFAULT_LOCALE, isLocale } from "@/lib/platform/i18n/locale";
import { parseInput } from "@/lib/platform/operation/parse-input";
import { exportImageList } from "../commands/export-image-list";
import type { ImageView } from "../model";
import { listImageRows } from "../queries/list-image-rows";
import { exportImageListInput, parseImageSearch } from "../schemas";
import { BYTE_ORDER_MARK, csvLine } from "./csv";
import { listColumns } from "./list-columns";

/**
 * Sends a list of images as CSV: `GET /image-lists/r/{region}/p/{project}/{public|private}?<filter>&lang=en`. All that the filter matches,
 * page by page as fast as the reader takes it; the audit knows before the first row leaves.
 */
export const handleImageList: ByteHandler = byteRoute("image-lists", send);

async function send({ request, response, actor, place, id }: Exchange): Promise<void> {
  if (request.method !== "GET") throw new AppError("invalidArgument", { field: "method" });
  const search = new URL(request.url ?? "", "http://localhost").searchParams;
  const type = parseInput(exportImageListInput.shape.filter.shape.type, id);
  const { cursor: _cursor, sort: _sort, size: _size, ...filter } = parseImageSearch(type, Object.fromEntries(search));
  await exportImageList(actor, { filter: { ...filter, type } });
  const lang = search.get("lang") ?? undefined;
  const columns = listColumns(isLocale(lang) ? lang : DEFAULT_LOCALE);
  const name = `${type}-images-${place.regionId}-${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}.csv`;
  response.writeHead(200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": attachmentName(name),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  await write(response, BYTE_ORDER_MARK + csvLine(columns.map(({ header }) => header)));
  let last: ImageView | undefined;
  do {
    const after = last === undefined ? undefined : { createdAt: last.createdAt, id: last.id };
    const rows = await listImageRows(actor, { filter, after });
    await write(response, rows.map((image) => csvLine(columns.map(({ cell }) => cell(image)))).join(""));
    last = rows.at(-1);
  } while (last !== undefined && !response.destroyed);
  response.end();
}

/** Waits while the reader is behind; a reader that went away is noticed by the caller. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (text === "" || response.destroyed || response.write(text)) return;
  await Promise.race([once(response, "drain"), once(response, "close")]);
}
