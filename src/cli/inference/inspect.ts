import type { Command } from 'commander';
import type { Cli } from '../shared/cli-io.js';

export interface InspectOptions {
  readonly chip?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** `crossprop inspect NETWORK.onnx` */
export function registerInspect(program: Command, { io }: Cli): void {
  program
    .command('inspect')
    .description(
      'The operators of a network in ONNX: which become arrays, which stay float, which are not known.',
    )
    .argument('<NETWORK>', 'ONNX file')
    .option('--chip <CHIP>', 'YAML or JSON file, or the name of a ready configuration')
    .option('--set <path=value...>', 'replace values of the chip', [])
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop inspect net.onnx --chip chip.yaml')
    .action(async (network: string, options: InspectOptions) => {
      const { runInspect } = await import('./run-inspect.js');
      await runInspect(network, options, io);
    });
}
