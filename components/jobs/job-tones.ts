import type { JobStatus } from "@/lib/jobs/model";
import type { Tone } from "../ui/feedback/tone";

export const JOB_TONES: Readonly<Record<JobStatus, Tone>> = {
  queued: "neutral",
  running: "progress",
  succeeded: "ok",
  failed: "danger",
  cancelled: "warning",
};
