/** Limits of a project in its region, and what is used of them. */
export interface QuotaView {
  readonly imagesLimit: number;
  readonly imagesUsed: number;
  readonly tasksLimit: number;
  readonly tasksRunning: number;
}
