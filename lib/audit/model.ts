/** One operation event as the audit list shows it. */
export interface TraceView {
  readonly id: string;
  readonly time: string;
  readonly userName: string;
  readonly trace: string;
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly requestId: string;
  readonly sourceIp: string | null;
  readonly via: string;
  readonly detail: unknown;
}
