import { startWorker } from "@/lib/worker/main";

await startWorker();
