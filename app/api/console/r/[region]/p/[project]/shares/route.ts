import { listReceived } from "@/lib/members/queries/list-received";
import { parseReceivedSearch, receivedListInput } from "@/lib/members/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listReceived, (request) => {
  const search = Object.fromEntries(request.nextUrl.searchParams);
  return parseReceivedSearch(receivedListInput.shape.status.catch("accepted").parse(search.status), search);
});
