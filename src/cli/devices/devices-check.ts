import type { Command } from 'commander';
import type { CheckReport, LawOptions } from '../../../devices/testing/index.js';
import { checkDeviceModule } from '../../runs/threads/device-check.js';
import { lawKit } from '../../runs/threads/law-kit.js';
import { wholeFrom } from '../options/option-numbers.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';
import { toldWhile } from '../shared/silence.js';
import { unknownDevice } from './devices-catalogue.js';

interface CheckCommandOptions {
  readonly seed: number;
  readonly runs: number;
  readonly json?: boolean;
}

/** Of a seed and a number of cases, as fast-check has them. */
const largest = 2 ** 31 - 1;

/** `crossprop devices check NAME|MODULE`, under the group `devices`. */
export function registerDevicesCheck(devices: Command, cli: Cli): void {
  devices
    .command('check')
    .description('Try the laws of a memristor on a device; exit code 1 where one is broken.')
    .argument(
      '<NAME|MODULE>',
      'device or model, or a JavaScript module with one as default export or `model`',
    )
    .option('--seed <N>', 'seed of the cases tried', wholeFrom(0, largest), 1)
    .option('--runs <N>', 'cases tried for each law', wholeFrom(1, largest), 25)
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop devices check soft-bounds')
    .action((subject: string, options: CheckCommandOptions) => checkDevice(subject, options, cli));
}

async function checkDevice(
  subject: string,
  { json, seed, runs }: CheckCommandOptions,
  { io, exitWith }: Cli,
) {
  const options = { seed, runs };
  // A module may also export `options`: DeviceLawOptions of its model, or OdeLawOptions.
  const report = isModulePath(subject)
    ? (await toldWhile(checkDeviceModule(subject, options), io)).report!
    : await checkNamed(subject, options);
  if (json) printJson(io.stdout, report);
  else printLine(io.stdout, reportText(report));
  exitWith(report.passed ? EXIT.done : EXIT.failed);
}

function isModulePath(subject: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(subject);
}

async function checkNamed(name: string, options: LawOptions): Promise<CheckReport> {
  const { shippedBroken, shippedModels, shippedPresets } = await lawKit();
  const all = [...shippedModels, ...shippedPresets, ...shippedBroken];
  const found = all.find((shipped) => shipped.name === name) ?? all.find(({ model }) => model === name);
  if (found) return found.check(options);
  throw unknownDevice(
    name,
    all.map((shipped) => shipped.name),
  );
}

function reportText({ model, passed, seed, laws }: CheckReport): string {
  const width = Math.max(...laws.map(({ law }) => law.length));
  const lines = laws.map(({ law, status, reason, counterexample }) => {
    const tail = [reason, counterexample && `counterexample ${counterexample}`].filter(Boolean).join('; ');
    return `  ${status.padEnd(7)}  ${tail ? `${law.padEnd(width)}  ${tail}` : law}`;
  });
  const failed = laws.filter(({ status }) => status === 'failed').map(({ law }) => law);
  const verdict = passed ? 'obeys every law that applies' : `breaks ${failed.join(', ')}`;
  return [`${model} ${verdict} (seed ${seed})`, ...lines].join('\n');
}
