/** Views of one image; the first one stands at the image's own address. */
export const IMAGE_TABS = ["overview", "disks", "members", "lineage", "servers", "jobs", "tags", "audit"] as const;
export type ImageTab = (typeof IMAGE_TABS)[number];
