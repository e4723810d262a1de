import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/platform/env";
import { IDENTITY_ROUTES } from "./identity/routes";
import { IMAGE_ROUTES } from "./images/routes";
import { openstackApi } from "./router";
import { sendIdentityFault, sendImageFault } from "./send";
import { imageVersions } from "./versions";

const challenge = () => ({ "www-authenticate": `Keystone uri="${env().publicUrl}/v3"` });

/** Answers `/v3/…`: who asks, in the words of Keystone. */
export const handleIdentity = openstackApi({ routes: IDENTITY_ROUTES, sendFault: sendIdentityFault, challenge });

/** Answers `/`, `/versions` and the image API under `/v2` and its minor versions, in the words of Glance. */
export const handleImageApi = openstackApi({
  routes: {
    "/": { GET: async () => imageVersions(300), HEAD: async () => imageVersions(300) },
    "/versions": { GET: async () => imageVersions(200) },
    ...IMAGE_ROUTES,
  },
  sendFault: sendImageFault,
  challenge,
  normalise: (pathname) => pathname.replace(/^\/v2\.[0-7](?=\/|$)/, "/v2"),
});

/** Whether `/` is asked for by a program: a browser wants a page, and so does the console's own navigation. */
export function asksForVersions(request: IncomingMessage): boolean {
  return !(request.headers.accept ?? "").includes("text/html") && request.headers.rsc === undefined;
}

/** `/v2` alone stands for `/v2/`. */
export async function redirectToVersion(_request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(302, { location: `${env().publicUrl}/v2/` }).end();
}
