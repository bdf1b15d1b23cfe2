import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type DeviceModel, InputError } from '../../../devices/index.js';
import type { OdeDevice } from '../../../devices/models/ode/ode-device.js';
import type { CheckReport, DeviceLawOptions, LawOptions } from '../../../devices/testing/index.js';
import { wholeFrom } from '../options/option-numbers.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';
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
  const report = isModulePath(subject)
    ? await checkModule(subject, options)
    : await checkNamed(subject, options);
  if (json) printJson(io.stdout, report);
  else printLine(io.stdout, reportText(report));
  exitWith(report.passed ? EXIT.done : EXIT.failed);
}

/** Throws InputError where fast-check, which only the laws need, is not installed. */
async function lawKit() {
  try {
    return await import('../../../devices/testing/index.js');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('fast-check')) throw error;
    throw new InputError(
      'devices check: expected the package fast-check (npm install --save-dev fast-check)',
    );
  }
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

/** A module may also export `options`: DeviceLawOptions of its model, or OdeLawOptions. */
async function checkModule(path: string, options: LawOptions): Promise<CheckReport> {
  const { checkDeviceModel, checkOdeDevice } = await lawKit();
  const loaded = await load(path);
  const own = { ...(loaded.options as DeviceLawOptions | undefined), ...options };
  const subject = loaded.default ?? loaded.model;
  if (hasAll<OdeDevice>(subject, { simulate: 'function', rate: 'function', currentA: 'function' })) {
    return checkOdeDevice(subject, own);
  }
  if (hasAll<DeviceModel>(subject, modelParts)) return checkDeviceModel(subject, own);
  const missing = Object.entries(modelParts).find(([part, type]) => typeOf(subject, part) !== type);
  const wrong =
    subject === undefined ? 'no default export and no `model`' : `${missing?.[0]} is no ${missing?.[1]}`;
  throw new InputError(`${path}: ${wrong}, expected a DeviceModel or an OdeDevice`);
}

const modelParts = {
  name: 'string',
  parameters: 'object',
  gMinS: 'number',
  gMaxS: 'number',
  stepS: 'number',
  currentVoltage: 'object',
  create: 'function',
  pulse: 'function',
  conductanceInto: 'function',
};

function hasAll<T>(value: unknown, parts: Readonly<Record<string, string>>): value is T {
  return Object.entries(parts).every(([part, type]) => typeOf(value, part) === type);
}

function typeOf(value: unknown, part: string): string {
  return typeof (value as Record<string, unknown> | null | undefined)?.[part];
}

async function load(path: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`${path}: ${code ?? message}, expected a JavaScript module that can be imported`);
  }
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
