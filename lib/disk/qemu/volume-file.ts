import { writeSealedQcow2 } from "../luks/sealed-qcow2";
import { onVolume, passphraseOf, secretArguments, type VolumeFile, volumeReference } from "./volume-access";

/** Makes an empty disk that reads as zeros. An existing file is replaced. Unit of `sizeBytes`: bytes. Errors: `storageFull`, `toolFailed`. */
export async function createBlankVolume({ sizeBytes, ...volume }: VolumeFile & { readonly sizeBytes: number }): Promise<void> {
  if (volume.dataKey !== undefined) return createSealedVolume(volume, { sizeBytes, sockets: [] });
  await onVolume(volume, [], { command: "qemu-img", args: ["create", "-q", "-f", "qcow2", volume.path, String(sizeBytes)] });
}

/** Makes an encrypted disk that reads as zeros or from a server, and has QEMU open and check it. Errors: `storageFull`, `toolFailed`, also when the server does not answer. */
export async function createSealedVolume(
  volume: VolumeFile,
  { sizeBytes, backing, sockets }: { readonly sizeBytes: number; readonly backing?: string; readonly sockets: readonly string[] },
): Promise<void> {
  const passphrase = passphraseOf(volume.dataKey ?? new Uint8Array());
  await writeSealedQcow2({ path: volume.path, sizeBytes, passphrase, ...(backing !== undefined && { backing }) });
  await onVolume(volume, sockets, {
    command: "qemu-img",
    args: ["check", "-q", ...secretArguments(volume.dataKey), volumeReference(volume)],
  });
}

interface BackedVolume extends VolumeFile {
  /** Of the NBD server that missing blocks come from, for a disk that is not filled yet. */
  readonly backingSocketPath: string;
}

/**
 * Makes a disk larger; what it holds stays, the rest reads as zeros. Growing to the size it has does nothing, so it may run twice.
 * Errors: `toolFailed`, also for a smaller size.
 */
export async function growVolumeFile(volume: BackedVolume, sizeBytes: number): Promise<void> {
  const { file, sockets } = await look(volume);
  await onVolume(file, sockets, {
    command: "qemu-img",
    args: ["resize", "-q", ...secretArguments(file.dataKey), volumeReference(file), String(sizeBytes)],
  });
}

/**
 * Holds the present content of a disk under a name inside its file: whatever is written from then on goes elsewhere, and the named
 * content never moves. Takes no copy and some milliseconds; a second call under the same name keeps the first content.
 * Errors: `toolFailed` while another program writes to the file.
 */
export async function freezeVolumeFile(volume: BackedVolume, name: string): Promise<void> {
  const { file, sockets, snapshots } = await look(volume);
  if (!snapshots.includes(name)) await snapshot(file, sockets, ["-c", name]);
}

/** Lets go of a frozen content; one that is not there is none. Errors: `toolFailed` while another program writes to the file. */
export async function thawVolumeFile(volume: BackedVolume, name: string): Promise<void> {
  const { file, sockets, snapshots } = await look(volume);
  if (snapshots.includes(name)) await snapshot(file, sockets, ["-d", name]);
}

/** The names under which contents of a disk are frozen. Errors: `toolFailed`. */
export async function frozenNames(path: string): Promise<readonly string[]> {
  return (await look({ path, backingSocketPath: "" })).snapshots;
}

async function snapshot(volume: VolumeFile, sockets: readonly string[], action: readonly string[]): Promise<void> {
  const args = ["snapshot", "-q", ...secretArguments(volume.dataKey), ...action, volumeReference(volume)];
  await onVolume(volume, sockets, { command: "qemu-img", args });
}

/** A file that was made before its disk had a data key is plain until it is filled anew; the file itself says which it is. */
async function look({ path, dataKey, backingSocketPath }: BackedVolume) {
  const { stdout } = await onVolume({ path }, [], { command: "qemu-img", args: ["info", "-U", "--output=json", "-f", "qcow2", path] });
  // qemu-img's own JSON, its documented shape; what there is none of is absent.
  const info = JSON.parse(stdout.toString()) as { snapshots?: { name: string }[]; "backing-filename"?: string; encrypted?: boolean };
  return {
    file: { path, dataKey: info.encrypted === true ? dataKey : undefined },
    sockets: info["backing-filename"] === undefined ? [] : [backingSocketPath],
    snapshots: (info.snapshots ?? []).map(({ name }) => name),
  };
}
