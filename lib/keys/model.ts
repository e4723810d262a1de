// The key service: DEW in the documents, with KMS as the part that holds keys (REL-04).

export const KEY_STATES = ["enabled", "disabled", "pendingDeletion", "deleted"] as const;
export type KeyState = (typeof KEY_STATES)[number];

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  readonly state: KeyState;
  /** When it will be deleted for good; null unless it waits for that. */
  readonly deletionAt: string | null;
  /** The version that wraps new data keys; older ones only unwrap. */
  readonly currentVersion: number;
  readonly rotatedAt: string | null;
  readonly createdAt: string;
  /** Images that cannot be read without it. */
  readonly imageCount: number;
  /** Disks that cannot be opened without it. */
  readonly volumeCount: number;
}

export interface KeyImageView {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly virtualSizeBytes: number | null;
  /** The version that wrapped its data key; null until it has a disk. */
  readonly keyVersion: number | null;
  /** Disks of servers that still read from it. */
  readonly readingVolumes: number;
}

/** What stops working when a key is disabled, and is lost when it is deleted. */
export interface KeyUsageView {
  readonly imageCount: number;
  readonly volumeCount: number;
  /** The newest hundred of them. */
  readonly images: readonly KeyImageView[];
}

export const KEY_CHANGES = ["enable", "disable", "scheduleDeletion", "cancelDeletion", "rotate"] as const;
export type KeyChange = (typeof KEY_CHANGES)[number];

const CHANGES: Readonly<Record<KeyChange, { readonly from: readonly KeyState[]; readonly ofDefault: boolean }>> = {
  enable: { from: ["disabled"], ofDefault: false },
  disable: { from: ["enabled"], ofDefault: false },
  scheduleDeletion: { from: ["enabled", "disabled"], ofDefault: false },
  cancelDeletion: { from: ["pendingDeletion"], ofDefault: false },
  rotate: { from: ["enabled"], ofDefault: true },
};

export interface KeyRefusal {
  readonly code: "conflict";
  readonly detail: { readonly reason: "keyDefault" | "keyState"; readonly state: KeyState };
}

/** Why a key cannot be changed in this way, or undefined. Asked by the list, the dialogs and the commands alike. */
export function whyNotChangeable(
  key: { readonly state: KeyState; readonly isDefault: boolean },
  change: KeyChange,
): KeyRefusal | undefined {
  const { from, ofDefault } = CHANGES[change];
  if (key.isDefault && !ofDefault) return { code: "conflict", detail: { reason: "keyDefault", state: key.state } };
  return from.includes(key.state) ? undefined : { code: "conflict", detail: { reason: "keyState", state: key.state } };
}

/** Whether images may be encrypted with it and read through it (SEC-03). */
export function isUsable(key: { readonly state: KeyState }): boolean {
  return key.state === "enabled";
}
