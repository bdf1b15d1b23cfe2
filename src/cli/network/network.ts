import type { Command } from 'commander';
import { InputError } from '../../../devices/index.js';
import { checkMemory, checkNetlist } from '../../experiments/memory/check-memory.js';
import { numberFrom, wholeFrom } from '../options/option-numbers.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';

/** `crossprop network solve F.json` and `crossprop network spice F.json`. */
export function registerNetwork(program: Command, { io, exitWith }: Cli): void {
  const network = program
    .command('network')
    .description('Small networks given in full, settled in double precision.')
    .addHelpText('after', '\nExample:\n  $ crossprop network solve network.json');
  network
    .command('solve')
    .description(
      'States free and nudged, energies and gradients, as JSON; exit code 3 where a state does not settle.',
    )
    .argument('<F.json>', 'energy, weights, inputs and targets; - = standard input')
    .option('--json', 'changes nothing: the output is JSON')
    .addHelpText(
      'after',
      `
Example:
  $ echo '{"energy": "resistive", "weights": [[[3, 1], [1, 2]], [[1, 2]]],
           "inputs": [[0.5]], "targets": [[0.2]], "beta": 0.1}' | crossprop network solve -

  weights[l] is [post][pre]. resistive: conductances from 0, the pre of the first layer running over [x, -x] times
  inputGain, hidden units under diodes (first half v >= 0, second half v <= 0), biases currents into the nodes.
  hopfield: hidden units clipped to [0, 1]. Also biases, tolerance (1e-12), maxSweeps (10000), output (linear or
  clipped), amplifierGain (1), diode (ideal by default; {"model": "shockley", "saturationA": 1e-6, "thermalV": 0.05} or
  {"model": "piecewise", "thresholdV": 0.2, "onS": 10, "offS": 0}, in the unit of the conductances). The cost is 1/2 |output - target|^2. nodeCapacitanceF ("1 pF") and conductanceUnitS ("1 uS",
  what a conductance of 1 stands for) add the time constants, power and energy of the free phase of each image.

  residual: the largest change of a state in the last sweep over the largest of the sources and states.`,
    )
    .action(async (file: string) => {
      const { readNetwork, energyOfFile } = await import('./network-file.js');
      const { factorBytes } = await import('../../reference/free-units.js');
      const { solveNetworkFile } = await import('./network-solve.js');
      const given = await readNetwork(file);
      checkMemory(`${file}: layers of ${given.layers.join(', ')}`, factorBytes(given.layers));
      const { output, fault } = solveNetworkFile(given, energyOfFile(given, file));
      printJson(io.stdout, output);
      if (fault === null) return;
      printLine(io.stderr, `crossprop: ${file}: ${fault}`);
      exitWith(EXIT.nonFinite);
    });
  network
    .command('spice')
    .description(
      'A resistive network as a netlist that `ngspice -b` runs: it prints the voltage of each node.',
    )
    .argument('<F.json>', 'as for solve; - = standard input')
    .option('--nudge <beta>', 'strength of the nudge, of either sign', numberFrom(-Infinity), 0)
    .option('--image <n>', 'which of the inputs', wholeFrom(0), 0)
    .addHelpText('after', '\nExample:\n  $ crossprop network spice network.json --nudge 0.1 | ngspice -b')
    .action(async (file: string, { nudge, image }: { nudge: number; image: number }) => {
      const { readNetwork, energyOfFile } = await import('./network-file.js');
      const { networkNetlist } = await import('../../reference/netlist.js');
      const given = await readNetwork(file);
      const [sources, target] = [given.sources[image], given.targets[image]];
      if (given.energy !== 'resistive')
        throw new InputError(`${file}: energy: "${given.energy}", expected resistive for a netlist`);
      if (!sources || !target)
        throw new InputError(`--image must be a whole number below ${given.sources.length} (got ${image})`);
      energyOfFile(given, file);
      checkNetlist(
        file,
        given.weights.reduce((sum, weights) => sum + weights.length, 0),
      );
      io.stdout.write(networkNetlist({ ...given, sources, nudge: { beta: nudge, target } }));
    });
}
