/** Limits of a project in its region, and what is used of them. */
export interface QuotaView {
  readonly imagesLimit: number;
  readonly imagesUsed: number;
  readonly tasksLimit: number;
  readonly tasksRunning: number;
}

export const QUOTA_REQUEST_STATUSES = ["pending", "approved", "rejected"] as const;
export type QuotaRequestStatus = (typeof QUOTA_REQUEST_STATUSES)[number];

/** A tenant's wish for room for more private images in a region (LIM-01), and what came of it. */
export interface QuotaRequestView {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly projectId: string;
  readonly regionId: string;
  readonly userName: string;
  readonly imagesLimit: number;
  readonly reason: string;
  readonly status: QuotaRequestStatus;
  readonly answer: string | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  /** Limit and use as they are now. */
  readonly current: { readonly imagesLimit: number; readonly imagesUsed: number };
}

/** Limits of one account in one region, for the operator. */
export interface ProjectQuotaView {
  readonly projectId: string;
  readonly regionId: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly imagesLimit: number;
  readonly imagesUsed: number;
  readonly tasksLimit: number;
}
