import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { GroupList } from "@/components/iam/group-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { listRegionAccess } from "@/lib/iam/list-projects";
import { listGroups } from "@/lib/iam/queries/list-groups";
import { listUsers } from "@/lib/iam/queries/list-users";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { SYSTEM_PERMISSIONS } from "@/lib/platform/operation/system-permissions";
import { listPolicies } from "@/lib/policies/queries/list-policies";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("iam"))("tabs.groups") };
}

/** The user groups of the account with their users and grants (IAM-02). */
export default async function GroupsPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/iam/groups", async (actor) => ({
    groups: await listGroups(actor, {}),
    users: (await listUsers(actor, {})).filter(({ accountOwner }) => !accountOwner),
    policies: await listPolicies(actor, {}),
    regions: await listRegionAccess(actor),
  }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const { groups, users, policies, regions } = read.data;
  const grantable = {
    users: users.map(({ id, name }) => ({ id, name })),
    system: Object.entries(SYSTEM_PERMISSIONS).map(([name, { dependsOn }]) => ({ name, dependsOn })),
    policies: policies.map(({ id, name }) => ({ id, name })),
    projects: regions.flatMap(({ id: regionId, projectId }) => (projectId === undefined ? [] : [{ id: projectId, regionId }])),
  };
  return (
    <ClientMessages namespaces={["iam", "console"]}>
      <GroupList place={{ regionId: place.region, projectId: place.project }} groups={groups} grantable={grantable} />
    </ClientMessages>
  );
}
