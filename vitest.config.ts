import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = [
  { find: /^server-only$/, replacement: `${root}lib/testing/empty.ts` },
  { find: /^@\//, replacement: root },
];

/** Two projects: `unit` needs no service; `db` gets a real PostgreSQL with one cloned database per file. */
export default defineConfig({
  resolve: { alias },
  test: {
    env: { TZ: "Asia/Kathmandu" },
    projects: [
      { extends: true, test: { name: "unit", include: ["lib/**/*.test.{ts,tsx}", "components/**/*.test.{ts,tsx}", "app/**/*.test.ts", "scripts/**/*.test.ts"], exclude: ["**/*.db.test.ts"], testTimeout: 60_000 } },
      { extends: true, test: { name: "db", include: ["lib/**/*.db.test.ts", "app/**/*.db.test.ts"], globalSetup: "lib/testing/database-setup.ts", testTimeout: 60_000, hookTimeout: 60_000 } },
    ],
  },
});
