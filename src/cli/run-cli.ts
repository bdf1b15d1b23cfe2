import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../data/package-root.js';
import { registerCommands } from './commands.js';
import type { CliIo } from './shared/cli-io.js';
import { printLine } from './shared/cli-io.js';
import { EXIT, exitCodeOfError } from './shared/exit-codes.js';

/**
 * Runs one command line, without the program's name, and resolves to its exit code. Throws nothing:
 * an error is one line on `io.stderr`, with its stack below it where the environment has
 * DEBUG=crossprop.
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = EXIT.done;
  const cli = { io, exitWith: (code: number) => (exitCode = code) };
  const program = createProgram(io);
  registerCommands(program, cli);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) reportError(error, io);
    return io.signal.aborted ? EXIT.interrupted : exitCodeOfError(error);
  }
}

function createProgram({ stdout, stderr }: CliIo): Command {
  return new Command('crossprop')
    .description('What a memristor chip will score before it is fabricated.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', '\nExample:\n  $ crossprop compare --set dataset.train=2000')
    .configureHelp({ subcommandTerm })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(`crossprop: ${oneLine(text).replace(/^error: /, '')}\n`),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    });
}

/**
 * As in the command's own help; commander's own goes by the arguments, where CONFIG is optional for
 * the sake of --set.
 */
function subcommandTerm(command: Command): string {
  return `${command.name()} ${command.usage()}`;
}

function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version;
}

function reportError(error: unknown, { stderr, env }: CliIo): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  printLine(stderr, `crossprop: ${oneLine(message)}`);
  if (env.DEBUG === 'crossprop' && stack) printLine(stderr, stack);
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
