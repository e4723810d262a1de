/** What the page asks of the hash worker: one file per worker. */
export type HashRequest =
  | { readonly kind: "open"; readonly file: Blob }
  /** The digest may go so far: it keeps step with the network and leaves the disk to it. Unit: bytes. */
  | { readonly kind: "upTo"; readonly bytes: number };

/** What it answers: the digest once the whole file was read, or that the file can no longer be read. */
export type HashReply = { readonly kind: "digest"; readonly sha256: string } | { readonly kind: "failed" };
