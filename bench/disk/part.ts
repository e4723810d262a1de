import { serveApart } from "./serve-apart";
import { measureSparse } from "./sparse";

// Parts of the bench of the disk engine that want a process of their own, with nothing else in it; `disk.ts` and `serve-apart.ts` start them.
const PARTS: Readonly<Record<string, () => Promise<void>>> = { serve: serveApart, sparse: measureSparse };

await PARTS[process.argv[2] ?? ""]?.();
process.exit(0);
