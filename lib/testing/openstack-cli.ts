import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface CliResult {
  readonly ok: boolean;
  /** What it printed on standard output, trimmed. */
  readonly output: string;
  /** What it printed on standard error. */
  readonly problem: string;
}

export interface CliUser {
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly project: string;
}

/** Debian's OpenStack client, knowing nothing but where to sign in and as whom. */
export function openstackCli(origin: string, { account, user, password, project }: CliUser) {
  const env = {
    NODE_ENV: process.env.NODE_ENV,
    PATH: process.env.PATH,
    HOME: tmpdir(),
    LC_ALL: "C.UTF-8",
    OS_AUTH_URL: `${origin}/v3`,
    OS_IDENTITY_API_VERSION: "3",
    OS_IMAGE_API_VERSION: "2",
    OS_USERNAME: user,
    OS_PASSWORD: password,
    OS_USER_DOMAIN_NAME: account,
    OS_PROJECT_NAME: project,
    OS_PROJECT_DOMAIN_NAME: account,
  };
  return async (...args: readonly string[]): Promise<CliResult> => {
    try {
      const { stdout, stderr } = await run("openstack", args, { env, maxBuffer: 16 * 1024 * 1024 });
      return { ok: true, output: stdout.trim(), problem: stderr };
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string }; // what execFile rejects with
      return { ok: false, output: stdout.trim(), problem: stderr };
    }
  };
}
