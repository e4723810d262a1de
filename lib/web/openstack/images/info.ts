import { getQuota } from "@/lib/quotas/queries/get-quota";
import type { Answer, ProvenCall } from "../call";

/** Ways to bring bytes in besides `PUT …/file`: none. */
export async function importMethods(): Promise<Answer> {
  const description = "Import methods available.";
  return { status: 200, body: { "import-methods": { description, type: "array", value: [] } } };
}

/** What the project uses of its limits. */
export async function showUsage({ actor }: ProvenCall): Promise<Answer> {
  const { imagesUsed, imagesLimit } = await getQuota(actor, {});
  return { status: 200, body: { usage: { image_count_total: { usage: imagesUsed, limit: imagesLimit } } } };
}
