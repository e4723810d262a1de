import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { assertServer } from "@/lib/servers/assert-server";
import { lockServer } from "@/lib/servers/lock-server";
import { assertVolume } from "../assert-volume";
import { deviceNames } from "../device-names";
import { lockVolume } from "../lock-volume";
import { attachVolumeInput } from "../schemas";

/** Attaches a disk to a server of its zone, under the next free device name. Errors: `volumeInUse`, `zoneMismatch`, `tooManyDisks`, those of disk and server. */
export const attachVolume = command({
  trace: "attachVolume",
  resourceType: "volume",
  permission: "evs:volumes:use",
  input: attachVolumeInput,
  resource: (tx, { volumeId }, scope) => lockVolume(tx, volumeId, scope),
  async run({ tx, scope, input, resource: volume, note }) {
    assertVolume("attach", volume);
    const server = await lockServer(tx, input.serverId, scope);
    assertServer("attach", server);
    if (server.zoneId !== volume.zoneId) throw new AppError("zoneMismatch", { server: server.zoneId, volume: volume.zoneId });
    const [device] = deviceNames(
      server.volumes.map((each) => each.device),
      1,
    );
    await tx.volume.update({ where: { id: volume.id }, data: { serverId: server.id, device: device ?? null } });
    note({ server: server.name, device: device ?? "" });
    return { device };
  },
});
