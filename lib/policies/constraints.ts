/** Source of all limits here: IAM of the public cloud this service follows, "Custom policies", as of 2021. */
export const POLICIES_MAX = 200;
/** Unit: characters. */
export const POLICY_DOCUMENT_MAX_LENGTH = 6144;
export const POLICY_NAME_MAX_LENGTH = 64;
export const POLICY_DESCRIPTION_MAX_LENGTH = 256;
export const STATEMENTS_MAX = 8;
export const ACTIONS_MAX = 100;
export const RESOURCES_MAX = 20;
export const VALUES_MAX = 10;
export const POLICY_VERSION = "1.1";

/** Services whose actions a policy may name. Identity is not among them: whoever could grant it could grant themselves the rest. */
export const POLICY_SERVICES = ["ims", "ecs", "evs", "cbr", "obs", "kms", "tms", "cts"] as const;

/** Actions that are about one image each, so that a statement may name which. */
export const IMAGE_ACTIONS: readonly string[] = [
  "ims:images:get",
  "ims:images:update",
  "ims:images:delete",
  "ims:images:upload",
  "ims:images:export",
  "ims:images:share",
  "ims:images:copyInRegion",
  "ims:images:copyCrossRegion",
  "ims:images:publish",
  "ecs:servers:create",
  "ecs:servers:reinstall",
  "evs:volumes:create",
];

export const CONDITION_OPERATORS = {
  StringEquals: "tag",
  StringNotEquals: "tag",
  StringMatch: "tag",
  IpAddress: "address",
  NotIpAddress: "address",
  DateLessThan: "time",
  DateGreaterThan: "time",
} as const;
