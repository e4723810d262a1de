import { defineConfig } from "prisma/config";

/** For people with internet access who use the Prisma CLI; the service itself migrates through `scripts/migrate`. */
export default defineConfig({ schema: "prisma" });
