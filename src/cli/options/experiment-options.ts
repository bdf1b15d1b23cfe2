import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import type { EngineOptions } from '../../runs/threads/engine-names.js';
import type { Cli } from '../shared/cli-io.js';
import { addEngine } from './engine-option.js';
import { maxThreads, seconds, wholeFrom } from './option-numbers.js';

/** The options of a command that runs an experiment, as the user gave them. */
export interface ExperimentOptions extends EngineOptions {
  /** A configuration file; absent = the shipped default. */
  readonly config?: string | undefined;
  readonly out?: string;
  readonly seed?: number;
  readonly threads?: number;
  readonly set: readonly string[];
  readonly path?: string;
  readonly json?: boolean;
  readonly force?: boolean;
  readonly resume?: boolean;
  /** With `resume`: take what another version has made. */
  readonly acceptVersion?: boolean;
  /** Seconds. */
  readonly checkpointEvery?: number;
  readonly saveWeights?: boolean;
}

/** Help of `--out`, for commands that make a run folder. */
export const outHelp =
  'folder, left alone where it holds something: DIR-2, DIR-3, ... is taken (default: runs/NAME-SEED)';

/** Help of `--accept-version`, for commands that go on with what is there. */
export const acceptVersionHelp = 'take what another version of crossprop has made, and say so in the result';

/** Adds `[CONFIG]` and the options to a command that runs `experiment`. */
export function addExperiment(
  command: Command,
  experiment: 'compare' | 'train',
  { io, exitWith }: Cli,
): void {
  addEngine(command, { io })
    .option('--resume', 'go on with what is in the folder, or begin it where there is nothing')
    .option('--accept-version', acceptVersionHelp)
    .option('--checkpoint-every <SEC>', 'seconds between checkpoints within an epoch (default: 60)', seconds)
    .argument('[CONFIG]', 'YAML or JSON file; fields it leaves out take their default')
    .option('--out <DIR>', outHelp)
    .option('--seed <N>', 'seed of everything random', wholeFrom(0))
    .option('--threads <N>', 'threads to use; the result does not depend on it', wholeFrom(1, maxThreads))
    .option('--fast', 'relaxed SIMD: faster, the last bits depend on the processor')
    .option('--set <path=value...>', 'replace values of the configuration', [])
    .option('--path <DIR>', 'folder with data files of your own')
    .option('--save-weights', 'leave the final weights of each run in weights/RUN-SEED.safetensors')
    .option('--json', 'print the result as one JSON document')
    .option('--force', 'overwrite the run folder')
    .action(async (config: string | undefined, options: ExperimentOptions) => {
      const complete = withConfig(config, options);
      if (experiment === 'train' && complete.config === undefined) {
        throw new InputError('train: CONFIG is missing, expected a YAML or JSON file');
      }
      const { runExperiment } = await import('../experiments/run-experiment.js');
      exitWith(await runExperiment(experiment, complete, io));
    });
}

/**
 * `--set` takes all that follows: a word without "=" behind it is the CONFIG that commander did not
 * see.
 */
export function withConfig<T extends Pick<ExperimentOptions, 'set'>>(
  config: string | undefined,
  options: T,
): T & Pick<ExperimentOptions, 'config'> {
  const last = options.set.at(-1);
  return config !== undefined || last === undefined || last.includes('=')
    ? { ...options, config }
    : { ...options, config: last, set: options.set.slice(0, -1) };
}
