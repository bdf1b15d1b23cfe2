import type { Command } from 'commander';
import { addExperiment } from '../options/experiment-options.js';
import type { Cli } from '../shared/cli-io.js';

/** `crossprop train CONFIG` */
export function registerTrain(program: Command, cli: Cli): void {
  const command = program
    .command('train')
    .usage('[options] CONFIG')
    .description('One run: the rule and the hardware that the configuration names.')
    .addHelpText('after', '\nExample:\n  $ crossprop train chip.yaml --out runs/chip --set hardware=ideal');
  addExperiment(command, 'train', cli);
}
