import type { Command } from 'commander';
import { checkMemory, checkNetlist } from '../../experiments/memory/check-memory.js';
import { numberFrom, wholeFrom } from '../options/option-numbers.js';
import { type Cli, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';
import { printLongJson } from '../shared/json-text.js';
import type { NetlistChoice } from './configured-netlist.js';
import { registerCrossbarCost } from './crossbar-cost.js';

/**
 * `crossprop crossbar solve F.json` and `crossprop crossbar spice F.json`; returns the group, for
 * its other commands.
 */
export function registerCrossbar(program: Command, { io, exitWith }: Cli): Command {
  const crossbar = program
    .command('crossbar')
    .description('Arrays of devices with their wires.')
    .addHelpText('after', '\nExample:\n  $ crossprop crossbar solve array.json');
  crossbar
    .command('solve')
    .description(
      'Currents and voltages of an array with wire resistance, as JSON; exit code 3 where it does not settle.',
    )
    .argument('<F.json>', 'array, wires and source voltages; - = standard input')
    .option('--json', 'changes nothing: the output is JSON')
    .addHelpText(
      'after',
      `
Example:
  $ echo '{"resistanceOhm": [[1e4, 2e4], [null, 1e4]], "voltageV": [0.2, 0.1],
           "wordLineOhm": 1, "bitLineOhm": 2}' | crossprop crossbar solve -

  Rows are word lines; null = open cell or broken wire, 0 = ideal wire. Also conductanceS instead of resistanceOhm,
  matrices for wordLineOhm and bitLineOhm, a list of vectors for voltageV, sourceOhm, loadOhm, and
  nonlinearity: {"kind": "sinh", "voltageV": 0.25}.

  residual: of linear cells, the unbalanced currents that are left, relative to those with all bit lines at 0 V;
  of curved cells, the largest error of a cell's current over the largest current of any cell.`,
    )
    .action(async (file: string) => {
      const { readCrossbar } = await import('./crossbar-file.js');
      const { wireSolveBytes } = await import('../../../crossbar/index.js');
      const { solveCrossbar } = await import('./crossbar-solve.js');
      const given = await readCrossbar(file);
      const { rows, cols } = given.network;
      const { length } = given.voltages;
      checkMemory(
        `${file}: ${rows} x ${cols} cells, vectors of voltages: ${length}`,
        wireSolveBytes(rows, cols, length),
      );
      const { output, status } = solveCrossbar(given);
      await printLongJson(io.stdout, output);
      if (status === 'settled') return;
      printLine(io.stderr, `crossprop: ${file}: the solve ended ${status}, residual ${output.residual}`);
      exitWith(EXIT.nonFinite);
    });
  crossbar
    .command('spice')
    .description(
      'The same array as a netlist that `ngspice -b` runs: it prints the current into each ground.',
    )
    .argument(
      '<F>',
      'as for solve, with one vector of voltages, - = standard input; or a configuration (.yaml) of a resistive network',
    )
    .option('--image <n>', 'of a network: number of the test image at its sources', wholeFrom(0), 0)
    .option('--nudge <beta>', 'of a network: strength of the nudge, of either sign', numberFrom(-Infinity), 0)
    .addHelpText('after', '\nExample:\n  $ crossprop crossbar spice array.json | ngspice -b')
    .action(async (file: string, choice: NetlistChoice) => {
      if (/\.ya?ml$/.test(file)) {
        const { configuredNetlist } = await import('./configured-netlist.js');
        io.stdout.write(await configuredNetlist(file, choice, io));
        return;
      }
      const { readCrossbar } = await import('./crossbar-file.js');
      const { netlist } = await import('./crossbar-solve.js');
      const given = await readCrossbar(file);
      checkNetlist(file, given.network.rows * given.network.cols);
      io.stdout.write(netlist(given, file));
    });
  registerCrossbarCost(crossbar, { io, exitWith });
  return crossbar;
}
