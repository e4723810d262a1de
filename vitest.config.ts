import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = [
  { find: /^server-only$/, replacement: `${root}lib/testing/empty.ts` },
  { find: /^@\//, replacement: root },
];

/** Large files first, as ever; but before them those that wait for workers to be lost: a long file that begins last leaves a core idle. */
class LongFirst extends BaseSequencer {
  override async sort(...args: Parameters<BaseSequencer["sort"]>): ReturnType<BaseSequencer["sort"]> {
    const files = await super.sort(...args);
    const isLong = ({ moduleId }: (typeof files)[number]) => moduleId.includes("/lib/worker/");
    return [...files.filter(isLong), ...files.filter((file) => !isLong(file))];
  }
}

/**
 * Three projects: `unit` needs no service; `db` gets a real PostgreSQL with one cloned database per file; `process` starts the built
 * product itself.
 */
export default defineConfig({
  resolve: { alias },
  test: {
    // Tests wait for a database and for tools of other processes most of the time: one worker leaves half of two cores idle.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // What is waited for comes late on a busy machine; the tests' own limit is what ends a hang.
    expect: { poll: { timeout: 30_000 } },
    env: { TZ: "Asia/Kathmandu", IMS_MASTER_KEY: Buffer.alloc(32, 1).toString("base64") },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["lib/**/*.test.{ts,tsx}", "components/**/*.test.{ts,tsx}", "app/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/*.process.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["lib/**/*.db.test.ts", "app/**/*.db.test.ts"],
          globalSetup: "lib/testing/database-setup.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "process",
          include: ["scripts/**/*.process.test.ts"],
          // Each starts services of its own: one at a time is what two cores carry.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
