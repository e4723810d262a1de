/** A file or folder of the host and the absolute path under which the sandboxed tool sees it. */
export interface Bind {
  readonly host: string;
  readonly guest: string;
}

export interface SandboxFiles {
  readonly readOnly: readonly Bind[];
  readonly writable?: readonly Bind[];
}

/** What a tool may use before it is stopped. Memory is address space; `fileSizeBytes` bounds every single file it writes. */
export interface SandboxLimits {
  readonly memoryBytes: number;
  /** Seconds of processor time; undefined for daemons. */
  readonly cpuSeconds?: number;
  readonly fileSizeBytes: number;
  /** Seconds from start to kill; undefined for daemons. */
  readonly wallSeconds?: number;
  /** Processes and threads together. The kernel does not apply it when the service itself runs as root. */
  readonly processes: number;
  /** Size of the private /tmp, which is memory. */
  readonly temporaryBytes: number;
}

export interface SandboxCommand {
  /** Name of a program below /usr/bin or /usr/sbin, never a path chosen by a user. */
  readonly command: string;
  readonly args: readonly string[];
  readonly files: SandboxFiles;
  /** Lets the tool mount FUSE file systems, visible inside of its own sandbox only. */
  readonly fuse?: boolean;
  /** What the tool finds in the file `SECRET_PATH`: it comes through a descriptor, lies in the sandbox's own memory and goes with it. */
  readonly secret?: Uint8Array | undefined;
}

export const SECRET_PATH = "/run/secret";
/** Descriptor of the sandbox that the secret comes through. */
const SECRET_DESCRIPTOR = 3;

/** A FUSE mount needs this one capability, valid in the sandbox's own user namespace only; everything else runs without any. */
const FUSE_RIGHTS = ["--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--dev-bind", "/dev/fuse", "/dev/fuse"];
const NO_RIGHTS = ["--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--unshare-user", "--disable-userns"];

/**
 * Arguments for bubblewrap: new user, mount, pid, network, ipc, uts and cgroup namespaces, an empty environment, the programs of
 * /usr read-only, a private /tmp, and of the host's data only what `files` names. The invented uid is the service's own uid
 * outside, so the service can use the sockets and files that the tool makes. The limits are set inside: RLIMIT_NPROC then counts
 * the sandbox's processes and not those of the service's user.
 */
export function sandboxArguments({ command, args, files, fuse = false, secret }: SandboxCommand, limits: SandboxLimits): string[] {
  return [
    ...["--unshare-all", "--die-with-parent", "--new-session", "--clearenv"],
    ...["--setenv", "PATH", "/usr/bin:/usr/sbin:/bin", "--setenv", "LC_ALL", "C.UTF-8"],
    ...["--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"],
    ...["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(limits.temporaryBytes), "--tmpfs", "/tmp", "--chdir", "/tmp"],
    ...(fuse ? FUSE_RIGHTS : NO_RIGHTS),
    ...(secret === undefined ? [] : ["--perms", "0400", "--file", String(SECRET_DESCRIPTOR), SECRET_PATH]),
    ...files.readOnly.flatMap(({ host, guest }) => ["--ro-bind", host, guest]),
    ...(files.writable ?? []).flatMap(({ host, guest }) => ["--bind", host, guest]),
    ...["--", "prlimit", `--as=${limits.memoryBytes}`, `--fsize=${limits.fileSizeBytes}`, "--nofile=256", "--core=0"],
    ...[`--nproc=${limits.processes}`, ...(limits.cpuSeconds === undefined ? [] : [`--cpu=${limits.cpuSeconds}`])],
    ...["--", command, ...args],
  ];
}
