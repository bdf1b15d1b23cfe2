import {
  type Constant,
  constantsOf,
  type DevicePreset,
  exponentialShapes,
  findDeviceModel,
  InputError,
  type ModelEntry,
  models,
  type NeurosimExponentialParameters,
  presetPulses,
  presets,
  type Source,
  valuesOf,
} from '../../../devices/index.js';
import { closeName } from '../../configuration/text/nearest-name.js';
import { aligned } from '../shared/aligned.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';

/** Prints all models and presets. */
export function listDevices({ json }: { json?: boolean }, { stdout }: CliIo): void {
  if (json) {
    const listed = presets.map(({ name, model, source }) => ({ name, model, source }));
    printJson(stdout, { models, presets: listed });
    return;
  }
  const modelRows = models.map(({ name, summary, source }) => [name, summary, source]);
  const presetRows = presets.map(({ name, model, summary, source }) => [name, model, summary, source]);
  const parts = {
    'Models that a configuration can name': modelRows,
    'Published devices, which a configuration can name too': presetRows,
  };
  const text = Object.entries(parts).map(([title, rows]) => `${title}\n${aligned(rows)}`);
  printLine(stdout, text.join('\n\n'));
}

/** Prints one of them. Throws InputError with the nearest name. */
export function show(name: string, { json }: { json?: boolean }, { stdout }: CliIo): void {
  const preset = presets.find((entry) => entry.name === name);
  const model = models.find((entry) => entry.name === name);
  if (preset) {
    if (json) printJson(stdout, presetJson(preset));
    else printLine(stdout, presetText(preset));
  } else if (model) {
    if (json) printJson(stdout, model);
    else printLine(stdout, modelText(model));
  } else {
    throw unknownDevice(
      name,
      [...presets, ...models].map((entry) => entry.name),
    );
  }
}

function modelText({ name, summary, source }: ModelEntry): string {
  const sets = Object.keys(findDeviceModel(name)?.published ?? {});
  const lines = [`${name}: ${summary}`, `source: ${source}`];
  return [...lines, ...(sets.length > 0 ? [`published: ${sets.join(', ')}`] : [])].join('\n');
}

/** With the nearest of the names there are, if it is close. */
export function unknownDevice(name: string, known: readonly string[]): InputError {
  const close = closeName(name, known);
  const advice = close === null ? 'expected a name of devices list' : `did you mean ${close}?`;
  return new InputError(`Unknown device ${JSON.stringify(name)}, ${advice}`);
}

function presetJson(preset: DevicePreset) {
  const { name, model, summary, source, parameters, notes = {} } = preset;
  const pulses = presetPulses(name);
  return {
    name,
    model,
    summary,
    source,
    pulses,
    parameters: valuesOf(parameters),
    ...(model === 'neurosim-exponential' && { exponential: signedA(preset) }),
    constants: Object.fromEntries(constantsOf(parameters)),
    notes,
  };
}

/** A of G = gMin + B (1 - exp(-P / A)), in pulses, with its sign. */
function signedA({ parameters }: DevicePreset) {
  const values = valuesOf(parameters) as unknown as NeurosimExponentialParameters;
  const shape = exponentialShapes(values);
  return { aUp: shape.up * values.pulsesUp, aDown: shape.down * values.pulsesDown };
}

function presetText(preset: DevicePreset): string {
  const { name, model, summary, source, parameters, notes = {} } = preset;
  const pulses = presetPulses(name);
  const row = ([key, { value, unit, source: from }]: readonly [string, Constant]) => [
    `  ${key}`,
    Number(value.toPrecision(6)).toString(),
    unit === '1' ? '' : unit,
    sourceText(from),
  ];
  const derived =
    model === 'neurosim-exponential'
      ? Object.entries(signedA(preset)).map(([key, value]) => [
          `  ${key}`,
          Number(value.toPrecision(6)).toString(),
          'pulses',
          'solved from the nonlinearity',
        ])
      : [];
  return [
    `${name}: ${summary}`,
    `model: ${model}`,
    `source: ${source}`,
    `pulses: ${pulses.up} up, ${pulses.down} down`,
    aligned([...constantsOf(parameters).map(row), ...derived, ...Object.entries(notes).map(row)]),
  ].join('\n');
}

function sourceText(source: Source): string {
  return 'assumption' in source ? `assumption: ${source.assumption}` : `${source.doi}, ${source.where}`;
}
