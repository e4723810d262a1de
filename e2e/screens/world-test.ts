import { test as base } from "../fixtures";
import { layOutWorld, type World } from "./world";

/** The tests' `test` with something to look at on every screen; laid out once for all of them. */
export const test = base.extend<object, { readonly world: World }>({
  world: [async ({ database: _ }, use) => use(await layOutWorld()), { scope: "worker", timeout: 180_000 }],
});
