import type { WriteStream } from "node:tty";
import type { DiskProgress } from "@/lib/disk/model";
import { KIB } from "@/lib/disk/model";

const REDRAW_MS = 100;
const BAR_CHARS = 24;

/** One line on a terminal with share, rate and the time that is left; nothing where there is no terminal. */
export class ProgressBar {
  private readonly startedAt = performance.now();
  private drawnAt = Number.NEGATIVE_INFINITY;
  private width = 0;

  constructor(
    private readonly title: string,
    private readonly terminal: Pick<WriteStream, "isTTY" | "write" | "columns"> | undefined,
  ) {}

  show(progress: DiskProgress, now = performance.now()): void {
    if (!this.terminal?.isTTY || now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.draw(progressLine(this.title, progress, (now - this.startedAt) / 1000));
  }

  /** Takes the line away. */
  end(): void {
    if (this.width > 0) this.draw("");
    this.width = 0;
  }

  private draw(line: string): void {
    const text = line.slice(0, (this.terminal?.columns ?? 80) - 1);
    this.terminal?.write(`\r${text.padEnd(this.width)}${text === "" ? "\r" : ""}`);
    this.width = text.length;
  }
}

/** `convert  42% [==========>             ] 512 MiB of 1.2 GiB, 210 MiB/s, 0:03 left` */
export function progressLine(title: string, { doneBytes, totalBytes }: DiskProgress, seconds: number): string {
  const share = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
  const filled = Math.round(share * BAR_CHARS);
  const bar = `${"=".repeat(Math.max(0, filled - 1))}${filled > 0 ? ">" : ""}`.padEnd(BAR_CHARS);
  const rate = seconds > 0 ? doneBytes / seconds : 0;
  const left = rate > 0 ? `, ${clock((totalBytes - doneBytes) / rate)} left` : "";
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return `${title} ${percent} [${bar}] ${bytes(doneBytes)} of ${bytes(totalBytes)}, ${bytes(rate)}/s${left}`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1.2 GiB`: three digits at most, in binary units. */
export function bytes(count: number): string {
  const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10)));
  const value = count / KIB ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toPrecision(3).replace(/\.?0+$/, "")} ${UNITS[power]}`;
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
