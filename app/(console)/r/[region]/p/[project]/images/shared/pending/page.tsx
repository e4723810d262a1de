import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReceivedPage, type ReceivedProps } from "../received-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("images"))("types.shared") };
}

/** Shared images that wait for an answer (SHR-15). */
export default function PendingSharesPage(props: ReceivedProps) {
  return <ReceivedPage {...props} status="pending" />;
}
