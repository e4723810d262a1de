import { listImages } from "@/lib/images/queries/list-images";
import { imageListInput, parseImageSearch } from "@/lib/images/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listImages, (request) => {
  const search = Object.fromEntries(request.nextUrl.searchParams);
  return parseImageSearch(imageListInput.shape.type.catch("private").parse(search.type), search);
});
