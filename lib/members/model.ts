import type { ImageView } from "@/lib/images/model";
import { RECIPIENTS_MAX } from "./constraints";

export const MEMBER_STATUSES = ["pending", "accepted", "rejected"] as const;
/** Where a share stands with its recipient (SHR-15). */
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

export const ANSWERS = ["accepted", "rejected"] as const;
export type Answer = (typeof ANSWERS)[number];

/** What became of one recipient when an image was shared. */
export const OUTCOMES = ["added", "invitedAgain", "unknown", "self", "alreadyMember", "otherRegion", "limit"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface RecipientOutcome {
  /** As it was given: an account's name or id, or a project's id. */
  readonly recipient: string;
  readonly outcome: Outcome;
  readonly accountName?: string;
}

/** What became of one invitation that was answered. */
export interface AnswerOutcome {
  readonly imageId: string;
  readonly outcome: "answered" | "gone" | "limit";
}

/** A share as the owner sees it. */
export interface MemberView {
  readonly imageId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly projectId: string;
  readonly status: MemberStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A share as its recipient sees it: the image and whose it is, none of its owner's other things. */
export interface ReceivedView {
  readonly image: ImageView;
  readonly status: MemberStatus;
  readonly ownerName: string;
  readonly ownerProjectId: string;
  /** Nothing of this owner was accepted before. */
  readonly firstTime: boolean;
  readonly sharedAt: string;
  readonly answeredAt: string | null;
}

/** Shares that wait for an answer, by region. */
export interface WaitingShares {
  readonly regionId: string;
  readonly projectId: string;
  readonly count: number;
}

/** Whether a share counts against the limits: pending and accepted ones do (SHR-15). */
export function counts(status: MemberStatus): boolean {
  return status !== "rejected";
}

/** Recipients out of what somebody typed or pasted: divided by commas, semicolons or white space, each once. */
export function parseRecipients(text: string): string[] {
  return [...new Set(text.split(/[\s,;，；、]+/).filter((word) => word !== ""))];
}

/** Why these recipients cannot be sent, or undefined. */
export function whyNotRecipients(recipients: readonly string[]): "none" | "tooMany" | undefined {
  if (recipients.length === 0) return "none";
  return recipients.length > RECIPIENTS_MAX ? "tooMany" : undefined;
}
