import type { DiskProgress } from "@/lib/disk/model";
import { ProgressBar } from "./progress-bar";

/** What every command is given. */
export interface Context {
  readonly json: boolean;
  /** Folder for files that are unpacked. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  /** Shows how far a step is, while it runs, where someone may see it. */
  withProgress<Result>(title: string, work: (onProgress: (progress: DiskProgress) => void) => Promise<Result>): Promise<Result>;
  /** Prints the result: as one JSON document with `--json`, else as lines. */
  print(result: object, lines: readonly string[]): void;
}

interface ContextOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly scratch: string;
  readonly signal: AbortSignal;
}

export function makeContext({ json, quiet, scratch, signal }: ContextOptions): Context {
  return {
    ...{ json, scratch, signal },
    async withProgress(title, work) {
      const bar = new ProgressBar(title, quiet ? undefined : process.stderr);
      try {
        return await work((progress) => bar.show(progress));
      } finally {
        bar.end();
      }
    },
    print(result, lines) {
      process.stdout.write(json ? `${JSON.stringify(result, undefined, 2)}\n` : lines.map((line) => `${line}\n`).join(""));
    },
  };
}
