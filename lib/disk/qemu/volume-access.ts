import { dirname } from "node:path";
import { AppError } from "@/lib/platform/errors";
import { runSandboxed, type SandboxOptions } from "./sandbox";
import { type Bind, SECRET_PATH } from "./sandbox-command";

/** The file of a server's disk: a QCOW2 that the service made. */
export interface VolumeFile {
  /** Absolute path; its folder holds only files the service made. */
  readonly path: string;
  /** 256 random bits that open an encrypted disk; left out: the disk is plain. Never in an argument, a variable or a file of the host. */
  readonly dataKey?: Uint8Array | undefined;
}

/** Holes of a new disk cost nothing, so the host's disk may hold files that could grow beyond it. Unit: bytes. */
const LONGEST_DISK = 2 ** 46;
const SECRET_ID = "disk";
const ENCRYPTION = { format: "luks", "key-secret": SECRET_ID };

/** What a LUKS header is opened by: QEMU takes only text, so the data key in base64. */
export function passphraseOf(dataKey: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(dataKey).toString("base64"), "ascii");
}

/** Arguments that tell a QEMU tool where the key of an encrypted disk is; none for a plain one. */
export function secretArguments(dataKey: Uint8Array | undefined): string[] {
  return dataKey === undefined ? [] : ["--object", `secret,id=${SECRET_ID},file=${SECRET_PATH}`];
}

/** Names a disk to a QEMU tool, its driver and, if it is encrypted, its key. What it reads from stands in the file itself. */
export function volumeReference({ path, dataKey }: VolumeFile, file: { readonly locking?: "off" } = {}): string {
  const image = { driver: "qcow2", file: { driver: "file", filename: path, ...file } };
  return `json:${JSON.stringify(dataKey === undefined ? image : { ...image, encrypt: ENCRYPTION })}`;
}

/** The same in the words of `--target-image-opts`, which takes no other. */
export function targetReference({ path, dataKey }: VolumeFile): string {
  const encryption = dataKey === undefined ? [] : Object.entries(ENCRYPTION).map(([key, value]) => `encrypt.${key}=${value}`);
  return ["driver=qcow2", ...encryption, "file.driver=file", `file.filename=${path.replaceAll(",", ",,")}`].join(",");
}

/** Runs a tool on a disk. A disk's file may name the socket it reads from, so inside and outside of the sandbox the paths are the same. */
export function onVolume({ path, dataKey }: VolumeFile, sockets: readonly string[], options: Omit<SandboxOptions, "files" | "secret">) {
  if (!path.startsWith("/")) throw new AppError("internal", { reason: "volume path is not absolute" });
  const secret = dataKey === undefined ? undefined : passphraseOf(dataKey);
  return runSandboxed({
    ...options,
    secret,
    limits: { fileSizeBytes: LONGEST_DISK, ...options.limits },
    files: { readOnly: sockets.map(samePath), writable: [samePath(dirname(path))] },
  });
}

export function samePath(path: string): Bind {
  return { host: path, guest: path };
}
