import { type Command, Option } from 'commander';
import { type EngineOptions, engineNames } from '../../runs/threads/engine-names.js';
import { type Cli, printLine } from '../shared/cli-io.js';

/**
 * Adds `--engine` to a command. Before the command acts, an engine that is not there ends it, and
 * one line warns of native kernels that are there and cannot be used.
 */
export function addEngine(command: Command, { io }: Pick<Cli, 'io'>): Command {
  return command
    .addOption(
      new Option(
        '--engine <NAME>',
        'kernels to run, with the same result; the default is native where it is there, else wasm',
      ).choices(engineNames),
    )
    .hook('preAction', async (_, acting) => {
      const warning = await io.engine.checkEngine(acting.opts<EngineOptions>());
      if (warning !== null) printLine(io.stderr, `crossprop: ${warning}`);
    });
}
