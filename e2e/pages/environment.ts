import path from "node:path";
import { fileURLToPath } from "node:url";

/** What whoever starts the product for a run says of it; the same variables the product itself reads. */
export const DEMO_PASSWORD = required("IMS_DEMO_PASSWORD");
export const DATA_DIR = required("IMS_DATA_DIR");

/** Other programs' disk images, where they are at hand. */
export const CORPUS = fileURLToPath(new URL("../../../shared/corpus/made", import.meta.url));

/** The file of a server's disk. */
export function volumeFile(regionId: string, volumeId: string): string {
  return path.join(DATA_DIR, "regions", regionId, "volumes", `${volumeId}.qcow2`);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: start these tests with npm test`);
  return value;
}
