/** One file of a cpio archive: its path, and its bytes; folders have none. */
export type CpioEntry = readonly [path: string, content?: string | Buffer];

/** A cpio archive in the new ASCII format, as mkinitramfs and dracut write it; source: cpio(5). */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const pieces = [...entries.map(([path, content], index) => cpioEntry(path, content, index + 1)), cpioEntry("TRAILER!!!", "", 0, 0)];
  return filledUp(Buffer.concat(pieces), 512);
}

function cpioEntry(
  path: string,
  content: string | Buffer | undefined,
  inode: number,
  mode = content === undefined ? 0o40755 : 0o100644,
): Buffer {
  const data = Buffer.from(content ?? "");
  const name = Buffer.from(`${path}\0`, "latin1");
  const fields = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, "0").toUpperCase()).join("")}`;
  return Buffer.concat([filledUp(Buffer.concat([Buffer.from(header), name]), 4), filledUp(data, 4)]);
}

function filledUp(bytes: Buffer, unit: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((unit - (bytes.length % unit)) % unit)]);
}

/** The early archive with microcode that stands before the main one. */
export function microcode(sizeBytes = 200_000): Buffer {
  const folders = ["kernel", "kernel/x86", "kernel/x86/microcode"].map((path): CpioEntry => [path]);
  return cpioArchive([...folders, ["kernel/x86/microcode/GenuineIntel.bin", Buffer.alloc(sizeBytes, 0x31)]]);
}
