import { env } from "@/lib/platform/env";
import { openstackApi } from "../openstack/router";
import { createImageOfServer } from "./images";
import { sendImsFault } from "./ims-call";
import { showJob } from "./jobs";
import { deleteServers, postServers, showServer } from "./servers";

/** The part of the IMS API, and of the neighbouring ECS API, by which a program makes an image of a temporary server (PRI-11). */
export const handleImsApi = openstackApi({
  routes: {
    "/v1/{project}/cloudservers": { POST: postServers },
    "/v1/{project}/cloudservers/delete": { POST: deleteServers },
    "/v1/{project}/cloudservers/{server}": { GET: showServer },
    "/v1/{project}/jobs/{job}": { GET: showJob },
    "/v2/cloudimages/action": { POST: createImageOfServer },
  },
  sendFault: sendImsFault,
  challenge: () => ({ "www-authenticate": `Keystone uri="${env().publicUrl}/v3"` }),
});
