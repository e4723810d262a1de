import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { UserList } from "@/components/iam/user-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { listUsers } from "@/lib/iam/queries/list-users";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("iam"))("title") };
}

/** The users of the account (IAM-01). */
export default async function UsersPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/iam", async (actor) => ({ users: await listUsers(actor, {}), operator: actor.operator }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <ClientMessages namespaces={["iam", "console"]}>
      <UserList place={{ regionId: place.region, projectId: place.project }} {...read.data} />
    </ClientMessages>
  );
}
