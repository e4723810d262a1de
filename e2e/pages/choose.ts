import type { Console } from "./console";

/** Opens the menu of a row and takes an item of it. */
export async function choose(console: Console, row: string, item: string): Promise<void> {
  await console
    .row(row)
    .getByRole("button", { name: console.say("common.moreFor", { name: row }) })
    .click();
  await console.page.getByRole("menuitem", { name: console.say(item), exact: true }).click();
}
