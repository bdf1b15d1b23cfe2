import type { Command } from 'commander';
import { numberFrom, wholeFrom } from '../options/option-numbers.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';
import { registerDevicesCheck } from './devices-check.js';
import type { FitCommandOptions } from './devices-fit.js';

interface JsonOption {
  readonly json?: boolean;
}

interface TraceOption extends JsonOption {
  readonly up?: number;
  readonly down?: number;
  readonly noiseless?: boolean;
  readonly seed: number;
}

interface PlotOption extends JsonOption {
  readonly out: string;
  readonly seed: number;
}

/** Of a trace, one way: as `tracePreset` has it. */
const maxPulses = 1_000_000;

/** `crossprop devices list | show NAME | trace NAME | plot NAME | fit F.csv | check NAME|MODULE` */
export function registerDevices(program: Command, cli: Cli): void {
  const { io } = cli;
  const devices = program
    .command('devices')
    .description('Memristors that a configuration can name, and models of the library.')
    .addHelpText('after', '\nExample:\n  $ crossprop devices list');
  devices
    .command('list')
    .description('Models and published devices, each with its source.')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop devices list --json')
    .action(async (options: JsonOption) => {
      const { listDevices } = await import('./devices-catalogue.js');
      listDevices(options, io);
    });
  devices
    .command('show')
    .description('A published device: every constant with its unit and source. Or a model: what it is.')
    .argument('<NAME>', 'device or model')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop devices show reram-array-om')
    .action(async (name: string, options: JsonOption) => {
      const { show } = await import('./devices-catalogue.js');
      show(name, options, io);
    });
  devices
    .command('trace')
    .description('The response of one published device to up pulses, then to down pulses.')
    .argument('<NAME>', 'device')
    .option(
      '--up <N>',
      'up pulses from the mean lower bound (default: those that cross the range)',
      wholeFrom(0, maxPulses),
    )
    .option('--down <N>', 'down pulses from the mean upper bound', wholeFrom(0, maxPulses))
    .option('--noiseless', 'the mean device, without any variation or noise')
    .option('--seed <N>', 'seed of device and noise', wholeFrom(0), 1)
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop devices trace pcm --up 20 --noiseless --json')
    .action(async (name: string, { seed, json, ...options }: TraceOption) => {
      const { createRandom, tracePreset } = await import('../../../devices/index.js');
      const trace = tracePreset(name, { ...options, random: createRandom(seed) });
      if (json) return printJson(io.stdout, trace);
      const { traceTable } = await import('./devices-table.js');
      printLine(io.stdout, traceTable(trace));
    });
  devices
    .command('plot')
    .description('Draw the pulse response of a published device: its mean and its spread.')
    .argument('<NAME>', 'device')
    .requiredOption('--out <F.svg>', 'file to write')
    .option('--seed <N>', 'seed of devices and noise', wholeFrom(0), 1)
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop devices plot ecram --out ecram.svg')
    .action(async (name: string, { out, seed, json }: PlotOption) => {
      const { plot } = await import('./devices-plot.js');
      plot(name, { out, seed });
      if (json) printJson(io.stdout, { plot: out });
      else printLine(io.stdout, out);
    });
  devices
    .command('fit')
    .description('Fit a model to measured pulse curves: parameters with 95 % intervals, variation, noise.')
    .argument('<F.csv>', 'columns device,direction,pulse,conductanceS; see below')
    .option('--model <NAME>', 'the model to fit (default: all of them, the best is kept)')
    .option(
      '--instrument-noise <S>',
      'noise of the instrument in siemens, taken off the read noise',
      numberFrom(0, 'siemens'),
    )
    .option('--out <DIR>', 'folder for fit.json and residuals.svg')
    .option('--json', 'print one JSON document')
    .addHelpText('after', fitHelp)
    .action(async (file: string, options: FitCommandOptions) => {
      const { fitFile } = await import('./devices-fit.js');
      fitFile(file, options, io);
    });
  registerDevicesCheck(devices, cli);
}

const fitHelp = `
The file has one measured point per row, under a header that names the columns, in any order:
  device        any name
  direction     up or down, SET or RESET, LTP or LTD, +1 or -1
  pulse         pulses applied since the sweep began, rising
  conductanceS  or conductance_uS, G (nS), Resistance [kohm] ..., or current_A beside read_voltage_V
  cycle         where sweeps of a device are repeated
or a column a device: pulse, direction, D1 (uS), D2 (uS) ...
Cells are parted by commas, or by semicolons or tabs, and then decimal commas are read. Lines that begin with # are
skipped. A device unlike the others, such as one that fails in mid-sweep, is left out and named.

Example:
  $ crossprop devices fit docs/examples/pulse-curves.csv --out fitted`;
