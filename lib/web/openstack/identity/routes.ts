import { revokeToken } from "@/lib/iam/issue-token";
import { listRegionAccess } from "@/lib/iam/list-projects";
import { openToken } from "@/lib/iam/open-token";
import { type TokenDetails, tokenDetails } from "@/lib/iam/token-details";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { headerOf, requestInfoOf } from "@/lib/platform/http/request-headers";
import type { Actor } from "@/lib/platform/operation/actor";
import { type Answer, type Call, type ProvenCall, proven } from "../call";
import { Fault } from "../fault";
import { readJson } from "../read-json";
import type { RouteTable } from "../router";
import { identityVersion } from "../versions";
import { catalogueOf, tokenBody } from "./token-body";
import { parseTokenRequest } from "./token-request";

/** The part of Keystone v3 that clients of the image API need. */
export const IDENTITY_ROUTES: RouteTable = {
  "/v3": { GET: async () => identityVersion() },
  "/v3/auth/tokens": { POST: issue, GET: proven(show), HEAD: proven(check), DELETE: proven(revoke) },
  "/v3/auth/catalog": { GET: proven(showCatalogue) },
  "/v3/auth/projects": { GET: proven(listProjects) },
  "/v3/projects": { GET: proven(listProjects) },
  "/v3/projects/{project}": { GET: proven(showProject) },
};

async function issue(call: Call): Promise<Answer> {
  const { credentials, project } = parseTokenRequest(await readJson(call.request));
  const { token, ...details } = await openToken(credentials, project, requestInfoOf(call.request, "openstack"));
  return { status: 201, headers: { "x-subject-token": token, vary: "X-Auth-Token" }, body: { token: tokenBody(details) } };
}

async function show(call: ProvenCall): Promise<Answer> {
  const { token, details } = await subjectOf(call);
  return { status: 200, headers: { "x-subject-token": token, vary: "X-Auth-Token" }, body: { token: tokenBody(details) } };
}

async function check(call: ProvenCall): Promise<Answer> {
  await subjectOf(call);
  return { status: 200 };
}

async function revoke(call: ProvenCall): Promise<Answer> {
  const { token } = await subjectOf(call);
  await revokeToken(token);
  return { status: 204 };
}

/** The token a call is about: the caller's own user's, or anybody's for the platform's operator. Faults: 400, 404. */
async function subjectOf({ request, actor }: ProvenCall): Promise<{ token: string; details: TokenDetails }> {
  const token = headerOf(request, "x-subject-token");
  if (token === undefined) throw new Fault(400, "The header X-Subject-Token is missing.");
  const details = await tokenDetails(token, requestInfoOf(request, "openstack")).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError("notFound") : error;
  });
  if (details.actor.userId !== actor.userId && !actor.operator) throw new AppError("notFound");
  return { token, details };
}

async function showCatalogue({ actor }: ProvenCall): Promise<Answer> {
  return { status: 200, body: { catalog: actor.project === undefined ? [] : catalogueOf(actor.project.regionId), links: {} } };
}

async function listProjects({ actor, search }: ProvenCall): Promise<Answer> {
  const name = search.get("name");
  const projects = (await projectsOf(actor)).filter((project) => name === null || project.name === name);
  return { status: 200, body: { projects, links: { self: `${env().publicUrl}/v3/projects`, next: null, previous: null } } };
}

async function showProject({ actor, params }: ProvenCall): Promise<Answer> {
  const project = (await projectsOf(actor)).find(({ id }) => id === params.project);
  if (project === undefined) throw new Fault(404, `Could not find project: ${params.project}.`);
  return { status: 200, body: { project } };
}

/** The projects in which a grant of the user holds. */
async function projectsOf(actor: Actor) {
  const regions = await listRegionAccess(actor);
  return regions.flatMap(({ id: name, projectId }) =>
    projectId === undefined
      ? []
      : [
          {
            id: projectId,
            name,
            domain_id: actor.accountId,
            parent_id: actor.accountId,
            description: "",
            enabled: true,
            is_domain: false,
            tags: [],
            links: { self: `${env().publicUrl}/v3/projects/${projectId}` },
          },
        ],
  );
}
