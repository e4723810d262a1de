/** `qemu-img -p` writes `    (12.34/100%)` and a carriage return for every step; tells the last one of a chunk as 0 to 1. */
export function reportFraction(chunk: Buffer, onProgress: ((fraction: number) => void) | undefined): void {
  const last = chunk
    .toString("latin1")
    .match(/\((\d+\.\d+)\/100%\)/g)
    ?.at(-1);
  if (last) onProgress?.(Number.parseFloat(last.slice(1)) / 100);
}
