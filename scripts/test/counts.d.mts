export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** `code`: the tool's exit code, null when it was killed. */
export function countOfCheck(code: number | null): Count;
export function countOfVitest(reportFile: string, code: number | null): Count;
export function countOfPlaywright(reportFile: string, code: number | null): Count;
export function sumOf(counts: readonly Count[]): Count;
export function wordsOf(count: Count): string;
