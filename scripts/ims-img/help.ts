/** What `--help` prints. The manual page, docs/ims-img.1, says the same at length; a test holds both to the same options. */
export const HELP = `Usage: ims-img COMMAND [OPTION…] FILE…

Works on disk images in eleven formats: vmdk, vhd, qcow2, raw, vhdx, qed, vdi, qcow, iso, zvhd2 and zvhd; also in gzip, xz, zstd or an
OVA of one disk. The format is told by content. Files of strangers are safe to look at: tools that see them run in a sandbox.

  info FILE [--os]               what the file holds; --os: which operating system
  convert [-O FORMAT] [-c ALGORITHM] [--verify] [--force] SOURCE TARGET
                                 writes vmdk, vhd, qcow2, zvhd2, zvhd or raw; nothing of TARGET is left when it fails
  compare [--strict] FILE FILE   whether both hold the same disk; --strict: of the same size, too
  check FILE                     whether the file is sound
  measure FILE                   how much room the disk takes at most in each format
  serve [--socket PATH] FILE     exports the disk read-only over NBD until Ctrl-C, on a unix socket
  serve --port N [--host ADDRESS] [--expose] FILE
                                 the same by TCP, for this host alone (127.0.0.1; port 0: any free one); --expose: for whoever
                                 reaches ADDRESS, without a password

Options of all commands:
  --json             the result as a JSON document on standard output
  -q, --quiet        no progress bar
  --scratch FOLDER   where files are unpacked (the folder for temporary files)
  -h, --help         this text

Exit codes:
  0    done, the same, sound
  1    different, damaged or refused; why is on standard error
  2    the command line is wrong
  3    it could not be done: a file, a tool or the room was missing
  130  interrupted (143: terminated); nothing was left behind
`;
