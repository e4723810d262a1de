import { measureBatch } from "./batch";
import { measureColdReads } from "./cold-read";
import { measureDetection } from "./detect";
import { measureDisk } from "./disk/disk";
import { measureExchange } from "./exchange";
import { measureImport } from "./import";
import { measureBrowser } from "./lists/browser";
import { measureImageList } from "./lists/image-list";
import { measureLargeAccount } from "./lists/large-account";
import { measureMemory } from "./memory";
import { measureOpenStack } from "./openstack";
import { measurePlain } from "./plain";
import { closeService } from "./running-service";
import { measureSecondStart } from "./second-start";
import { measureServer } from "./server";
import { measureTransfer } from "./transfer";
import { measureVerify } from "./verify";

/** In the order they run; later ones use what earlier ones left, and make it themselves when they run alone. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  import: measureImport,
  detect: measureDetection,
  verify: measureVerify,
  read: measureColdReads,
  disk: measureDisk,
  plain: measurePlain,
  transfer: measureTransfer,
  openstack: measureOpenStack,
  server: measureServer,
  exchange: measureExchange,
  batch: measureBatch,
  memory: measureMemory,
  list: measureImageList,
  large: measureLargeAccount,
  browser: measureBrowser,
  start: measureSecondStart,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(", ")}. Benches: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(1);
}
try {
  for (const [name, measure] of Object.entries(BENCHES)) if (wanted.length === 0 || wanted.includes(name)) await measure();
} finally {
  await closeService();
}
