/** Prints one figure as `name value unit`. */
export function report(name: string, value: number, unit: "s" | "ms" | "MiB" | "MiB/s" | "1/s" | "×"): void {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  process.stdout.write(`${name} ${value.toFixed(digits)} ${unit}\n`);
}

/** How long this takes. Unit: seconds. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Prints the median and the 99th percentile. Unit: ms. */
export function reportSpread(name: string, milliseconds: readonly number[]): void {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  report(`${name}_p50`, at(0.5), "ms");
  report(`${name}_p99`, at(0.99), "ms");
}
