import "server-only";
import { command } from "@/lib/platform/operation/command";
import { assertServer } from "@/lib/servers/assert-server";
import { lockServer } from "@/lib/servers/lock-server";
import { assertVolume } from "../assert-volume";
import { lockVolume } from "../lock-volume";
import { volumeIdInput } from "../schemas";

/** Detaches a data disk from its server. Errors: `volumeNotAttached`, `systemDiskNotDetachable`, those of the server. */
export const detachVolume = command({
  trace: "detachVolume",
  resourceType: "volume",
  permission: "evs:volumes:use",
  input: volumeIdInput,
  resource: (tx, { volumeId }, scope) => lockVolume(tx, volumeId, scope),
  async run({ tx, scope, resource: volume, note }) {
    assertVolume("detach", volume);
    const server = await lockServer(tx, volume.serverId ?? "", scope);
    assertServer("detach", server);
    await tx.volume.update({ where: { id: volume.id }, data: { serverId: null, device: null } });
    note({ server: server.name });
  },
});
