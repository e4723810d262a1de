// The production build by itself, so that the tests can count it.
import { bootstrap } from "../bootstrap.mjs";

bootstrap({ tools: [] });
