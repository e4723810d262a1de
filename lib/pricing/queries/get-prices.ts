import "server-only";
import { z } from "zod";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { PriceList } from "../model";
import { pricesOf } from "../prices-of";

/** Unit prices where the project is (FEE-16). */
export const getPrices = query({
  permission: "ims:prices:get",
  input: z.object({}),
  async run({ scope }): Promise<PriceList> {
    return pricesOf(inProject(scope).project.regionId);
  },
});
