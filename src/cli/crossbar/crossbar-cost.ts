import type { Command } from 'commander';
import type { Cli } from '../shared/cli-io.js';
import type { CostOptions } from './crossbar-cost-show.js';

/** `crossprop crossbar cost CONFIG` */
export function registerCrossbarCost(group: Command, { io }: Cli): void {
  group
    .command('cost')
    .description(
      'Energy, latency and area of a chip, where the numbers come from, and how large a tile may be.',
    )
    .argument('<CONFIG>', 'YAML or JSON file with a hardware block; fields it leaves out take their default')
    .option('--json', 'print the result as one JSON document')
    .option('--out <F.svg>', 'picture of the current lost in the wires')
    .addHelpText('after', '\nExample:\n  $ crossprop crossbar cost chip.yaml --out current-loss.svg')
    .action(async (config: string, options: CostOptions) => {
      const { showCost } = await import('./crossbar-cost-show.js');
      await showCost(config, options, io);
    });
}
