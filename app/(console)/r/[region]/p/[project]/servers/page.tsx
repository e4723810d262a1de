import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServersOfKindPage, type ServersProps } from "./kind-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("servers"))("title") };
}

/** The project's elastic cloud servers. */
export default function ServersPage(props: ServersProps) {
  return <ServersOfKindPage {...props} kind="ecs" />;
}
