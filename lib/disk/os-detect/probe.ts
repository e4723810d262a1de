import { constants } from "node:fs";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAppError } from "@/lib/platform/errors";
import { MIB } from "../model";
import { blockDevice, type ImageKind, imageReference } from "../qemu/block-driver";
import { runSandboxed } from "../qemu/sandbox";

export interface ProbedDisk {
  readonly path: string;
  readonly format: ImageKind;
  readonly virtualSizeBytes: number;
  /** Ends all probing of this disk. */
  readonly signal: AbortSignal;
}

/** One thing to read of a disk. `target` is in GRUB's words, e.g. `(loop0,gpt3)/etc/os-release`. */
export interface Question {
  /**
   * `start`: first bytes of the disk; `piece`: bytes from a place within a file, its target `OFFSET|FILE`; `modules`: headers and names of
   * virtio drivers and of the end in a cpio archive, its target `CODEC|OFFSET|FILE`; `registry`: the Windows version values of a SOFTWARE
   * hive; `services`: how those of virtio start, of a SYSTEM hive.
   */
  readonly kind: "start" | "devices" | "describe" | "list" | "read" | "piece" | "modules" | "registry" | "services";
  readonly target: string;
  readonly limitBytes: number;
}

/** An initramfs with the drivers of every machine unpacks to some 300 MiB. */
const UNPACKED_BYTES = 512 * MIB;

/**
 * Runs inside of the sandbox: gives the disk the shape of a plain file, then answers triples of kind, limit and target, each answer
 * after a line with its size. Arguments are never parsed as shell text. A tool that hangs loses its own answer only.
 */
const SCRIPT = `
view=$1; shift
if [ "$view" = fuse ]; then
  disk=/tmp/disk; : > $disk
  qemu-storage-daemon --blockdev "$1" --export type=fuse,id=view,node-name=disk,mountpoint=$disk,writable=off,allow-other=off \\
    --daemonize --pidfile /tmp/pid >&2 || exit 9
else
  disk=/view/disk
  [ -e $disk ] || qemu-img convert -q -O raw "$1" $disk || exit 9
fi
shift
unpack() { case $1 in none) cat ;; gzip|zstd|xz|lz4) "$1" -dc ;; lzma) xz -dc --format=lzma ;; esac; }
modules() {
  rest=\${1#*|}
  timeout 2 grub-fstest -s "\${rest%%|*}" $disk cat "\${rest#*|}" | unpack "\${1%%|*}" | head -c ${UNPACKED_BYTES} |
    LC_ALL=C timeout 2 grep -zaoE '07070[12][0-9A-Fa-f]{104}([^[:cntrl:]]*/)?(virtio_(blk|scsi|pci)\\.ko(\\.(gz|xz|zst))?|TRAILER!!!)$'
}
services() {
  timeout 2 grub-fstest $disk cp "$1" /tmp/hive || return
  echo '[Select]'; timeout 1 hivexget /tmp/hive '\\Select'
  for set in 001 002 003; do for service in viostor vioscsi; do
    echo "[$set $service]"; timeout 1 hivexget /tmp/hive "\\\\ControlSet$set\\\\Services\\\\$service"
  done; done
}
while [ $# -ge 3 ]; do
  case $1 in
    start) head -c "$2" $disk ;;
    devices) timeout 2 grub-fstest $disk ls ;;
    describe) timeout 2 grub-fstest $disk ls -- -l "$3" ;;
    list) timeout 2 grub-fstest $disk ls "$3" ;;
    read) timeout 2 grub-fstest $disk cat "$3" ;;
    piece) timeout 2 grub-fstest -s "\${3%%|*}" -n "$2" $disk cat "\${3#*|}" ;;
    modules) modules "$3" ;;
    services) services "$3" ;;
    registry) timeout 2 grub-fstest $disk cp "$3" /tmp/hive && timeout 2 hivexget /tmp/hive '\\Microsoft\\Windows NT\\CurrentVersion' ;;
  esac 2>/dev/null | head -c "$2" > /tmp/answer
  stat -c %s /tmp/answer
  cat /tmp/answer
  shift 3
done
`;

const DISK_NOT_SHOWN = 9;
/** A SOFTWARE hive is copied out whole; those of used servers reach 150 MiB. */
const TEMPORARY_BYTES = 256 * MIB;
/** Of one run. */
const SECONDS = 5;

/**
 * Reads parts of a disk with tools that know its file systems, all in one sandbox. Shows the disk by FUSE without a copy where the
 * host has /dev/fuse; elsewhere makes a sparse raw copy for the time of the probe.
 */
export class DiskProbe {
  private constructor(
    private readonly disk: ProbedDisk,
    /** Where the copy stands, when there is one. */
    private copyFolder: string | undefined,
  ) {}

  /** Errors: those of the sandbox; not when the file cannot be opened, which the first question finds. */
  static async open(disk: ProbedDisk): Promise<DiskProbe> {
    return (await hasFuseDevice()) ? new DiskProbe(disk, undefined) : DiskProbe.openCopy(disk);
  }

  /** For hosts without FUSE. The copy is bounded by the limits of one sandbox run. */
  static async openCopy(disk: ProbedDisk): Promise<DiskProbe> {
    return new DiskProbe(disk, await mkdtemp(join(tmpdir(), "probe-")));
  }

  /** One answer per question, empty where there is nothing or the tool failed. Errors: those of the sandbox. */
  async ask(questions: readonly Question[]): Promise<Buffer[]> {
    if (questions.length === 0) return [];
    try {
      return await this.askTools(questions);
    } catch (error) {
      // FUSE is there but may not be used: from now on by copy, which fails in its own words when the disk is to blame.
      if (this.copyFolder !== undefined || !isAppError(error) || error.detail.exitCode !== DISK_NOT_SHOWN) throw error;
      this.copyFolder = await mkdtemp(join(tmpdir(), "probe-"));
      return this.askTools(questions);
    }
  }

  private async askTools(questions: readonly Question[]): Promise<Buffer[]> {
    const { path, format, virtualSizeBytes, signal } = this.disk;
    const image = "/in/image";
    const source = this.copyFolder ? imageReference({ format, path: image }) : blockDevice(format, image, "disk");
    const asked = questions.flatMap(({ kind, limitBytes, target }) => [kind, String(limitBytes), target]);
    const { stdout } = await runSandboxed({
      command: "sh",
      args: ["-c", SCRIPT, "probe", this.copyFolder ? "copy" : "fuse", source, ...asked],
      files: {
        readOnly: [{ host: path, guest: image }],
        writable: this.copyFolder ? [{ host: this.copyFolder, guest: "/view" }] : [],
      },
      limits: {
        cpuSeconds: SECONDS,
        wallSeconds: 2 * SECONDS,
        temporaryBytes: TEMPORARY_BYTES,
        fileSizeBytes: this.copyFolder ? Math.max(virtualSizeBytes, TEMPORARY_BYTES) : TEMPORARY_BYTES,
      },
      maxOutputBytes: questions.reduce((sum, { limitBytes }) => sum + limitBytes + 32, 0),
      fuse: !this.copyFolder,
      signal,
    });
    return splitAnswers(stdout);
  }

  async close(): Promise<void> {
    if (this.copyFolder) await rm(this.copyFolder, { recursive: true, force: true });
  }
}

async function hasFuseDevice(): Promise<boolean> {
  return access("/dev/fuse", constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

function splitAnswers(stdout: Buffer): Buffer[] {
  const answers: Buffer[] = [];
  for (let at = 0; at < stdout.length; ) {
    const lineEnd = stdout.indexOf("\n", at);
    const size = Number(stdout.toString("latin1", at, lineEnd));
    answers.push(stdout.subarray(lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + 1 + size;
  }
  return answers;
}
