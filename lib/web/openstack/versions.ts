import { env } from "@/lib/platform/env";
import type { Answer } from "./call";

/** Minor versions of the image API that clients may ask for, newest first: from 2.8 on they stand for several stores. */
const IMAGE_VERSIONS = ["v2.7", "v2.6", "v2.5", "v2.4", "v2.3", "v2.2", "v2.1", "v2.0"];
const IDENTITY_VERSION = "v3.14";
const IDENTITY_UPDATED = "2020-04-07T00:00:00Z";

/** The versions of the image API. 300 where the client has named none, 200 where it asked for the list. */
export function imageVersions(status: 200 | 300): Answer {
  const versions = IMAGE_VERSIONS.map((id, index) => ({
    id,
    status: index === 0 ? "CURRENT" : "SUPPORTED",
    links: [{ rel: "self", href: `${env().publicUrl}/v2/` }],
  }));
  return { status, body: { versions } };
}

/** What clients read at their `auth_url` first. */
export function identityVersion(): Answer {
  const version = {
    id: IDENTITY_VERSION,
    status: "stable",
    updated: IDENTITY_UPDATED,
    links: [{ rel: "self", href: `${env().publicUrl}/v3/` }],
    "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
  };
  return { status: 200, body: { version } };
}
