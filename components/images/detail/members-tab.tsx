"use client";

import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { MemberList } from "../../members/member-list";

/** Accounts the image is shared with, what they said, and the end of a share. */
export function MembersTab({ place, image }: { place: ConsolePlace; image: ImageView }) {
  return <MemberList place={place} imageId={image.id} />;
}
