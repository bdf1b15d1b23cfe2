import type { Command } from 'commander';
import { addExperiment } from '../options/experiment-options.js';
import type { Cli } from '../shared/cli-io.js';

/** `crossprop compare [CONFIG]` */
export function registerCompare(program: Command, cli: Cli): void {
  const command = program
    .command('compare')
    .description('Train with float backprop, ideal EqProp and EqProp on the chip, and set them side by side.')
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop compare chip.yaml --seed 2 --set hardware.read.noise=0.05',
    );
  addExperiment(command, 'compare', cli);
}
