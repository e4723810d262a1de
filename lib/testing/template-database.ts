/** The migrated database every test file's own one is cloned from. */
export const TEMPLATE_DATABASE = "ims_template";

/** The same server, another database. */
export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
