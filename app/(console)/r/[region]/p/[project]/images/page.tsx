import { redirect } from "next/navigation";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export default async function ImagesRootPage({ params }: { params: Promise<PlaceParams> }) {
  const { region, project } = await params;
  redirect(`/r/${region}/p/${project}/images/private`);
}
