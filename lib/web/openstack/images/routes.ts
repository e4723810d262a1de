import { proven } from "../call";
import type { RouteTable } from "../router";
import { getFile, putFile } from "./file";
import { addTag, listImages, patchImage, postImage, removeImage, removeTag, showImage } from "./handlers";
import { importMethods, showUsage } from "./info";
import { deleteMember, getMember, getMembers, postMember, putMember } from "./members";
import { schemaHandler } from "./schemas";

/** The OpenStack image API v2. */
export const IMAGE_ROUTES: RouteTable = {
  "/v2/images": { GET: proven(listImages), POST: proven(postImage) },
  "/v2/images/{image}": { GET: proven(showImage), PATCH: proven(patchImage), DELETE: proven(removeImage) },
  "/v2/images/{image}/file": { GET: proven(getFile), PUT: proven(putFile) },
  "/v2/images/{image}/tags/{tag}": { PUT: proven(addTag), DELETE: proven(removeTag) },
  "/v2/images/{image}/members": { GET: proven(getMembers), POST: proven(postMember) },
  "/v2/images/{image}/members/{member}": { GET: proven(getMember), PUT: proven(putMember), DELETE: proven(deleteMember) },
  "/v2/info/import": { GET: proven(importMethods) },
  "/v2/info/usage": { GET: proven(showUsage) },
  "/v2/schemas/image": { GET: proven(schemaHandler("image")) },
  "/v2/schemas/images": { GET: proven(schemaHandler("images")) },
  "/v2/schemas/member": { GET: proven(schemaHandler("member")) },
  "/v2/schemas/members": { GET: proven(schemaHandler("members")) },
};
