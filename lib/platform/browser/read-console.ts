/** The region and project of the page, which every read of the console is about. */
export interface ConsolePlace {
  readonly regionId: string;
  readonly projectId: string;
}

/** Address of one of the console's own refetch routes. */
export function consoleUrl({ regionId, projectId }: ConsolePlace, path: string): string {
  return `/api/console/r/${encodeURIComponent(regionId)}/p/${encodeURIComponent(projectId)}/${path}`;
}

/** A refusal that a refetch route answered: what an error state shows. */
export class ConsoleReadError extends Error {
  override readonly name = "ConsoleReadError";
  constructor(
    readonly code: string,
    readonly detail: Readonly<Record<string, unknown>>,
    readonly requestId: string,
  ) {
    super(code);
  }
}

/**
 * Reads one of the console's routes; a question too long for an address goes as `asked` in the body of a POST.
 * Errors: `ConsoleReadError`; a network failure stays what the browser throws.
 */
export async function readConsole<T>(url: string, signal: AbortSignal, asked?: unknown): Promise<T> {
  const question = asked === undefined ? {} : { method: "POST", body: JSON.stringify(asked) };
  const response = await fetch(url, { signal, headers: { accept: "application/json" }, ...question });
  const body: unknown = await response.json();
  if (response.ok) return body as T; // the route answers the operation's own output type
  const failure = (body as { error?: { code?: string; detail?: Record<string, unknown>; requestId?: string } }).error; // written by toRoute, checked field by field
  throw new ConsoleReadError(failure?.code ?? "internal", failure?.detail ?? {}, failure?.requestId ?? "");
}
