import type { JobStatus } from "@/lib/jobs/model";
import { getJob } from "@/lib/jobs/queries/get-job";
import words from "@/messages/en/errors.json";
import type { Answer } from "../openstack/call";
import { idOf, imsCall, wireJobId } from "./ims-call";

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: "INIT",
  running: "RUNNING",
  succeeded: "SUCCESS",
  failed: "FAIL",
  cancelled: "FAIL",
};

/** A task as the IMS API shows it. Source: IMS API reference, "Asynchronous jobs". */
export const showJob = imsCall(async (call): Promise<Answer> => {
  const job = await getJob(call.actor, { jobId: idOf(call, "job") });
  const imageId = job.resultImageId ?? job.imageId;
  const entities = {
    process_percent: job.percent / 100,
    current_task: job.stage ?? "",
    ...(imageId === null ? {} : { image_id: imageId, image_name: job.targetName }),
    ...(job.serverId === null ? {} : { server_id: job.serverId }),
  };
  const failure =
    job.errorCode === null ? null : (Object.entries(words).find(([code]) => code === job.errorCode)?.[1].title ?? job.errorCode);
  return {
    status: 200,
    body: {
      ...{ job_id: wireJobId(job.id), job_type: job.kind, status: STATUSES[job.status], entities },
      ...{ begin_time: job.startedAt ?? job.createdAt, end_time: job.endedAt ?? "", error_code: job.errorCode, fail_reason: failure },
    },
  };
});
