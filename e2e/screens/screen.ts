import type { Page } from "@playwright/test";
import type { Console } from "../pages/console";
import type { Viewer, World } from "./world";

/** What one looks at: a page, a step of it, a dialog over it. */
export interface Screen {
  /** Names its pictures; `npm run screenshots -- word` takes those whose name has the word. */
  readonly name: string;
  /** Who looks; the owner of an account that has everything, when left out. */
  readonly viewer?: Viewer;
  /** Under the address of the viewer's region and project; with `absolute`, an address of its own. */
  readonly path: string | ((world: World) => string);
  readonly absolute?: boolean;
  /** What a person does on the page until there is something to look at. */
  readonly prepare?: (seen: Seen) => Promise<void>;
  /** Variants kept in docs/screenshots, as `en.light`, at desktop width. */
  readonly kept?: readonly string[];
  /** It shows something that loads for ever. */
  readonly restless?: boolean;
  /** A state that another screen shows axe: it needs to be looked at, not to be checked once more. */
  readonly picturesOnly?: boolean;
}

export interface Seen {
  readonly page: Page;
  readonly console: Console;
}
