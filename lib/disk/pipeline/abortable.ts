import { AppError } from "@/lib/platform/errors";

/**
 * Runs work that holds threads and connections, and releases them whatever happens. An abort ends it at once with `cancelled`:
 * the release makes what is still under way fail, and nobody waits for it.
 */
export async function abortable<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
  release: () => Promise<void>,
): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new AppError("cancelled"));
  signal?.addEventListener("abort", abort, { once: true });
  try {
    if (signal?.aborted) throw new AppError("cancelled");
    return await Promise.race([work(), aborted]);
  } finally {
    signal?.removeEventListener("abort", abort);
    await release();
  }
}
