/** How long the past counts. Unit: milliseconds. */
const MEMORY_MS = 8_000;
/** Before so much time a rate is a guess and not told. Unit: milliseconds. */
const STEADY_MS = 2_000;

/** The pace of a transfer, smoothed so that it can be read. Unit: bytes, milliseconds. */
export class UploadRate {
  #perMs = 0;
  #began: number | undefined;
  #last = { at: 0, bytes: 0 };

  /** Forgets the past; after a pause. */
  reset(): void {
    this.#began = undefined;
  }

  note(doneBytes: number, now: number): void {
    if (this.#began === undefined || doneBytes < this.#last.bytes) {
      this.#began = now;
      this.#perMs = 0;
    } else if (now > this.#last.at) {
      const elapsed = now - this.#last.at;
      const pace = (doneBytes - this.#last.bytes) / elapsed;
      // Until as much time has passed as is remembered, the plain mean is the better guess.
      const weight = Math.min(1, elapsed / Math.min(MEMORY_MS, now - this.#began));
      this.#perMs += (pace - this.#perMs) * weight;
    } else return;
    this.#last = { at: now, bytes: doneBytes };
  }

  /** Bytes per second, once it is steady. */
  get perSecond(): number | undefined {
    const steady = this.#began !== undefined && this.#last.at - this.#began >= STEADY_MS;
    return steady && this.#perMs > 0 ? this.#perMs * 1000 : undefined;
  }

  /** Seconds that so many bytes take at this pace. */
  secondsFor(bytes: number): number | undefined {
    const rate = this.perSecond;
    return rate === undefined ? undefined : bytes / rate;
  }
}
