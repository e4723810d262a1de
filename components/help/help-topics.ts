/** The 17 features of tables 4-1 and 4-2, each with a guide of its own (ACC-06). Words: `shell.helpTopics`, `help.articles`. */
export const CREATE_GUIDES = [
  "system-from-server",
  "system-from-file",
  "system-from-iso",
  "system-with-packer",
  "data-from-disk",
  "data-from-file",
  "whole-image",
  "server-from-image",
] as const;
export const MANAGE_GUIDES = [
  "modify",
  "share",
  "export",
  "encrypt",
  "copy-in-region",
  "copy-across-regions",
  "tag",
  "export-list",
  "delete",
] as const;

/** Every page of the help, as the index shows them. */
export const HELP_GROUPS = {
  basics: ["start", "why", "public-images", "regions", "services", "changes"],
  files: ["formats", "convert", "iso", "systems", "bms", "gpu"],
  rules: ["sharing", "encryption", "permissions", "policies", "costs"],
  create: CREATE_GUIDES,
  manage: MANAGE_GUIDES,
} as const;

export type HelpGroup = keyof typeof HELP_GROUPS;
export type HelpTopic = (typeof HELP_GROUPS)[HelpGroup][number];
export const HELP_TOPICS: readonly HelpTopic[] = Object.values(HELP_GROUPS).flat();

export function isHelpTopic(name: string): name is HelpTopic {
  return HELP_TOPICS.some((topic) => topic === name);
}

/** The page of the console a topic speaks of, under the address of a project. */
export const OPENS: Partial<Record<HelpTopic, string>> = {
  "public-images": "/images/public",
  convert: "/buckets",
  encryption: "/keys",
  policies: "/iam/policies",
  costs: "/costs",
  "system-from-server": "/images/private/create/from",
  "system-from-file": "/images/private/create",
  "system-from-iso": "/images/private/create",
  "data-from-disk": "/images/private/create/from",
  "data-from-file": "/images/private/create",
  "whole-image": "/images/private/create/from",
  "server-from-image": "/images/private",
  modify: "/images/private",
  share: "/images/private",
  export: "/images/private",
  encrypt: "/keys",
  "copy-in-region": "/images/private",
  "copy-across-regions": "/images/private",
  tag: "/tags",
  "export-list": "/images/private",
  delete: "/images/private",
};

/** What to read next. */
export const RELATED: Record<HelpTopic, readonly HelpTopic[]> = {
  start: ["permissions", "regions", "server-from-image"],
  why: ["public-images", "sharing", "services"],
  "public-images": ["server-from-image", "costs"],
  regions: ["sharing", "costs"],
  services: ["why", "costs"],
  changes: ["costs", "data-from-disk"],
  formats: ["convert", "iso", "system-from-file", "export"],
  convert: ["formats", "system-from-file"],
  iso: ["system-from-iso", "convert"],
  systems: ["bms", "gpu", "formats"],
  bms: ["systems", "system-from-server"],
  gpu: ["systems", "server-from-image"],
  sharing: ["share", "copy-across-regions", "export"],
  encryption: ["encrypt", "copy-in-region"],
  permissions: ["policies", "start", "share"],
  policies: ["permissions", "tag"],
  costs: ["changes", "regions"],
  "system-from-server": ["bms", "systems", "server-from-image"],
  "system-from-file": ["formats", "convert", "systems"],
  "system-from-iso": ["iso", "system-from-server"],
  "system-with-packer": ["system-from-file", "formats"],
  "data-from-disk": ["data-from-file", "whole-image"],
  "data-from-file": ["formats", "convert"],
  "whole-image": ["costs", "copy-across-regions"],
  "server-from-image": ["regions", "costs", "gpu"],
  modify: ["tag", "delete"],
  share: ["sharing", "copy-across-regions"],
  export: ["formats", "costs"],
  encrypt: ["encryption", "copy-in-region"],
  "copy-in-region": ["encryption", "copy-across-regions"],
  "copy-across-regions": ["sharing", "costs"],
  tag: ["export-list", "modify"],
  "export-list": ["tag", "public-images"],
  delete: ["modify", "costs"],
};

/** Manuals outside of the product; their names stand in `help.out`. */
export const OUTSIDE: Partial<Record<HelpTopic, Readonly<Partial<Record<OutsideName, string>>>>> = {
  convert: { qemuImg: "https://www.qemu.org/docs/master/tools/qemu-img.html" },
  formats: { qemuImg: "https://www.qemu.org/docs/master/tools/qemu-img.html" },
  iso: { virtualbox: "https://www.virtualbox.org/manual/", cloudInit: "https://cloudinit.readthedocs.io/" },
  bms: { cloudInit: "https://cloudinit.readthedocs.io/" },
  "system-with-packer": { packer: "https://developer.hashicorp.com/packer/integrations/hashicorp/qemu" },
};
export type OutsideName = "qemuImg" | "packer" | "virtualbox" | "cloudInit";
