import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { assertServer } from "../assert-server";
import { lockServer } from "../lock-server";
import { recordInstallInput } from "../schemas";

/**
 * Notes on the temporary server of an ISO image that its system, then its drivers, were installed (PRI-09). Only then it becomes a
 * system disk image (LIM-07). Errors: `conflict` for another server, `installStepOrder`, `serverStateInvalid`, `serverFrozen`.
 */
export const recordInstall = command({
  trace: "recordServerInstall",
  resourceType: "server",
  permission: "ecs:servers:update",
  input: recordInstallInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, input, resource: server, note }) {
    assertServer("install", server);
    if (input.step === "drivers" && server.osInstalledAt === null) throw new AppError("installStepOrder", { missing: "os" });
    const now = new Date();
    const data =
      input.step === "os" ? { osInstalledAt: server.osInstalledAt ?? now } : { driversInstalledAt: server.driversInstalledAt ?? now };
    await tx.server.update({ where: { id: server.id }, data });
    note({ step: input.step });
  },
});
