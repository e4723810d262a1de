import path from "node:path";
import type { Operation } from "@/lib/platform/operation/command";
import { camelCase, PROJECT_ROOT, sourceFiles } from "../source-file";
import { ACCOUNT_CASES } from "./account-cases";
import { BACKUP_CASES } from "./backup-cases";
import type { Case } from "./case";
import { EXCHANGE_CASES } from "./exchange-cases";
import { IMAGE_CASES } from "./image-cases";
import { KEY_CASES } from "./key-cases";
import { MANAGEMENT_CASES } from "./management-cases";
import { MEMBER_CASES } from "./member-cases";
import { OBJECT_CASES } from "./object-cases";
import { SERVER_CASES } from "./server-cases";
import { VOLUME_CASES } from "./volume-cases";

const CASES = {
  ...ACCOUNT_CASES,
  ...BACKUP_CASES,
  ...EXCHANGE_CASES,
  ...IMAGE_CASES,
  ...KEY_CASES,
  ...MANAGEMENT_CASES,
  ...MEMBER_CASES,
  ...OBJECT_CASES,
  ...SERVER_CASES,
  ...VOLUME_CASES,
};

export interface FoundOperation {
  /** `images/delete-image`. */
  readonly name: string;
  readonly kind: "command" | "query";
  /** What is in a region: all but accounts, their audit, what only operators do, and what says so itself. */
  readonly regional: boolean;
  readonly case: Case;
  load(): Promise<Operation<unknown, unknown>>;
}

/** Every operation of the service with its case. An operation without one fails the file that asks. */
export function allOperations(): FoundOperation[] {
  const files = sourceFiles().filter(({ folder, isTest }) => !isTest && /^lib\/[^/]+\/(commands|queries)$/.test(folder));
  return files.map((file) => {
    const [, domain = "", sub] = file.folder.split("/");
    const name = `${domain}/${file.name}`;
    const found = CASES[name];
    if (found === undefined) throw new Error(`${file.path} has no case in lib/testing/operations: say there how it is tried out`);
    return {
      name,
      kind: sub === "commands" ? "command" : "query",
      regional: found.everywhere !== true && domain !== "iam" && domain !== "audit" && found.stranger !== "permissionDenied",
      case: found,
      async load() {
        const exported: Record<string, Operation<unknown, unknown>> = await import(path.join(PROJECT_ROOT, file.path));
        const operation = exported[camelCase(file.name)];
        if (operation === undefined) throw new Error(`${file.path} does not export its operation`);
        return operation;
      },
    };
  });
}

/** Cases of operations that are gone. */
export function staleCases(): string[] {
  const names = new Set(allOperations().map(({ name }) => name));
  return Object.keys(CASES).filter((name) => !names.has(name));
}
