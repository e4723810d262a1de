import { report, secondsOf } from "./report";
import { closeService, service, startService } from "./running-service";

/** `npm start` where everything is installed and built and the database is there, until the service is ready; and its stop. */
export async function measureSecondStart(): Promise<void> {
  await service();
  await closeService();
  let stop: () => Promise<unknown> = async () => undefined;
  report(
    "second_start",
    await secondsOf(async () => {
      stop = (await startService(["scripts/start.mjs"])).stop;
    }),
    "s",
  );
  report("stop", await secondsOf(() => stop()), "s");
}
