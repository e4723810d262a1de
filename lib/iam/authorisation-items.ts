import "server-only";
import { isAllowed, type Permission } from "@/lib/platform/operation/authorize";
import { statementsOf } from "@/lib/platform/operation/system-permissions";
import list from "./authorisation-items.json";

export interface AuthorisationItem {
  readonly item: string;
  readonly access: "read" | "write";
  /** Operations that ask for it, by their names in the code. */
  readonly operations: readonly string[];
  /** System permissions of the image service that give it. */
  readonly givenBy: readonly string[];
}

const IMAGE_PERMISSIONS = ["IMS FullAccess", "IMS ReadOnlyAccess", "IMS Administrator", "Server Administrator"] as const;

/**
 * Every authorisation item with the operations behind it (IAM-14). The list beside this file is written from the declared
 * operations by its test: `npx vitest run lib/iam/authorisation-items.test.ts -u` renews it.
 */
export function authorisationItems(): readonly AuthorisationItem[] {
  return Object.entries(list).map(([item, words]) => {
    const [access, ...operations] = words.split(" ");
    const permission = item as Permission; // three parts: held by the test that writes the list
    const givenBy = IMAGE_PERMISSIONS.filter((name) =>
      isAllowed(statementsOf({ permission: name, projectId: null }), permission, undefined),
    );
    return { item, access: access === "read" ? "read" : "write", operations, givenBy };
  });
}
