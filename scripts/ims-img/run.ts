import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { check } from "./commands/check";
import { compare } from "./commands/compare";
import { convert } from "./commands/convert";
import { info } from "./commands/info";
import { measure } from "./commands/measure";
import { serve } from "./commands/serve";
import { makeContext } from "./context";
import { HELP } from "./help";
import { describeError, EXIT, isAnswer, UsageError } from "./words";

/** All options there are; which of them a command knows says `COMMANDS`. */
const OPTIONS = {
  help: { type: "boolean", short: "h", default: false },
  json: { type: "boolean", default: false },
  quiet: { type: "boolean", short: "q", default: false },
  scratch: { type: "string" },
  format: { type: "string", short: "O" },
  compression: { type: "string", short: "c" },
  force: { type: "boolean", default: false },
  verify: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  os: { type: "boolean", default: false },
  socket: { type: "string" },
  host: { type: "string" },
  port: { type: "string" },
  expose: { type: "boolean", default: false },
} as const;
type Option = keyof typeof OPTIONS;
const COMMON: readonly Option[] = ["help", "json", "quiet", "scratch"];

/** How many files each command takes, and which options beside the common ones. */
const COMMANDS = {
  info: { files: 1, options: ["os"] },
  convert: { files: 2, options: ["format", "compression", "force", "verify"] },
  compare: { files: 2, options: ["strict"] },
  check: { files: 1, options: [] },
  measure: { files: 1, options: [] },
  serve: { files: 1, options: ["socket", "host", "port", "expose"] },
} as const satisfies Record<string, { files: number; options: readonly Option[] }>;
type Command = keyof typeof COMMANDS;

/** Runs one command line to its exit code. Aborting `signal` cancels it; nothing is left behind. */
export async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  try {
    const line = parse(argv);
    if (line === "help") {
      process.stdout.write(HELP);
      return EXIT.ok;
    }
    return await start(line, signal);
  } catch (error) {
    if (signal.aborted) {
      process.stderr.write("ims-img: interrupted\n");
      return signal.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
    }
    const isUsage = error instanceof UsageError;
    process.stderr.write(`ims-img: ${describeError(error)}\n${isUsage ? "Try ims-img --help.\n" : ""}`);
    return isUsage ? EXIT.usage : isAnswer(error) ? EXIT.no : EXIT.failed;
  }
}

interface CommandLine {
  readonly command: Command;
  readonly files: readonly string[];
  readonly values: ReturnType<typeof parseValues>["values"];
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parse(argv: readonly string[]): CommandLine | "help" {
  const { values, positionals } = parseValues(argv);
  if (values.help) return "help";
  const [name, ...files] = positionals;
  const command = (Object.keys(COMMANDS) as Command[]).find((known) => known === name); // the keys of a constant
  if (command === undefined) throw new UsageError(name === undefined ? "a command is missing" : `${name} is no command`);
  const allowed: readonly string[] = [...COMMON, ...COMMANDS[command].options];
  const strange = Object.entries(values).find(([option, value]) => value !== false && value !== undefined && !allowed.includes(option));
  if (strange) throw new UsageError(`${command} has no option --${strange[0]}`);
  const wanted = COMMANDS[command].files;
  if (files.length !== wanted) throw new UsageError(`${command} takes ${wanted === 1 ? "one file" : "two files"}, not ${files.length}`);
  return { command, files, values };
}

function start({ command, files, values }: CommandLine, signal: AbortSignal): Promise<number> {
  const { json, quiet } = values;
  const context = makeContext({ json, quiet, scratch: values.scratch ?? tmpdir(), signal });
  switch (command) {
    case "info":
      return info({ files, os: values.os }, context);
    case "convert":
      return convert(
        { files, ...{ format: values.format, compression: values.compression, force: values.force, verify: values.verify } },
        context,
      );
    case "compare":
      return compare({ files, strict: values.strict }, context);
    case "check":
      return check({ files }, context);
    case "measure":
      return measure({ files }, context);
    case "serve":
      return serve({ files, ...{ socket: values.socket, host: values.host, port: values.port, expose: values.expose } }, context);
  }
}
