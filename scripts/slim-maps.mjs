// Takes the source texts out of source maps. Node keeps the map of every module it loads, and with them it would keep the text of every
// module twice: 40 MiB of the web process. Names and lines in stack traces come from the rest.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export function slimMaps(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith(".map")) continue;
    const file = path.join(folder, name);
    const map = JSON.parse(readFileSync(file, "utf8"));
    for (const part of map.sections?.map((section) => section.map) ?? [map]) delete part.sourcesContent;
    writeFileSync(file, JSON.stringify(map));
  }
}
