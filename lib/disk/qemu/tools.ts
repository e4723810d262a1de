import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";

export interface RequiredTool {
  readonly command: string;
  readonly debianPackage: string;
  readonly purpose: string;
  /** True when the service does all but this one thing without it. */
  readonly optional?: boolean;
}

/** Every external program the service starts, where it comes from, and what for. Source: Debian 12. */
export const REQUIRED_TOOLS: readonly RequiredTool[] = [
  { command: "bwrap", debianPackage: "bubblewrap", purpose: "isolates every other tool from the host" },
  { command: "prlimit", debianPackage: "util-linux", purpose: "bounds memory, processor time and file sizes" },
  { command: "qemu-img", debianPackage: "qemu-utils", purpose: "checks, creates and converts disks" },
  { command: "qemu-nbd", debianPackage: "qemu-utils", purpose: "reads disk formats" },
  {
    command: "qemu-storage-daemon",
    debianPackage: "qemu-system-common",
    purpose: "shows a disk as a plain file for recognition",
    optional: true,
  },
  { command: "grub-fstest", debianPackage: "grub-common", purpose: "reads files of a disk's file systems", optional: true },
  { command: "hivexget", debianPackage: "libhivex-bin", purpose: "reads the registry of Windows disks", optional: true },
  { command: "xz", debianPackage: "xz-utils", purpose: "unpacks disks that are wrapped in xz", optional: true },
];

/** The only folders the sandbox shows programs from. */
const FOLDERS = ["/usr/bin", "/usr/sbin"];

/** Tools that are not installed on this host. */
export async function findMissingTools(tools: readonly RequiredTool[] = REQUIRED_TOOLS): Promise<RequiredTool[]> {
  const found = await Promise.all(tools.map(({ command }) => isInstalled(command)));
  return tools.filter((_, index) => !found[index]);
}

async function isInstalled(command: string): Promise<boolean> {
  const attempts = await Promise.allSettled(FOLDERS.map((folder) => access(join(folder, command), constants.X_OK)));
  return attempts.some(({ status }) => status === "fulfilled");
}
