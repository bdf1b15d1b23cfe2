import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type FittedQuantity,
  fitPulseCurves,
  InputError,
  parsePulseCurves,
  type SelectedFit,
} from '../../../devices/index.js';
import { fitPlot } from '../../report/charts/fit-plot.js';
import { writeAtomically } from '../../runs/folder/atomic-write.js';
import { makeFolder } from '../../runs/folder/make-folder.js';
import { aligned } from '../shared/aligned.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';

export interface FitCommandOptions {
  readonly model?: string;
  /** Siemens. */
  readonly instrumentNoise?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * Fits the pulse curves of a CSV file, prints what was found and writes fit.json and residuals.svg
 * into `out`. Throws InputError for what the file or `model` has wrong, before anything is written,
 * and for a folder that cannot be written.
 */
export function fitFile(
  file: string,
  { model, instrumentNoise, out, json }: FitCommandOptions,
  { stdout }: CliIo,
): void {
  const curves = parsePulseCurves(readText(file), { source: basename(file) });
  const found = fitPulseCurves(curves, {
    ...(model !== undefined && { model }),
    ...(instrumentNoise !== undefined && { instrumentNoiseS: instrumentNoise }),
  });
  const written = out === undefined ? [] : writeTo(out, found);
  if (json) printJson(stdout, found);
  else printLine(stdout, [fitText(found), ...written.map((path) => `wrote ${path}`)].join('\n'));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code ?? message}, expected a readable CSV file`);
  }
}

function writeTo(folder: string, found: SelectedFit): string[] {
  const files = { 'fit.json': `${JSON.stringify(found, null, 2)}\n`, 'residuals.svg': fitPlot(found) };
  try {
    makeFolder(folder);
    for (const [name, text] of Object.entries(files)) writeAtomically(join(folder, name), text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`--out ${folder}: ${code ?? message}, expected a folder that can be written`);
  }
  return Object.keys(files).map((name) => join(folder, name));
}

/** The fit for a reader who knows neither the program nor the models. */
export function fitText(found: SelectedFit): string {
  const { source, model, devices, points, parameters, fixed, spread, ranking, warnings } = found;
  const row = ({ name, value, ci95, unit, meaning }: FittedQuantity) => [
    `  ${name}`,
    ...siUnits([value, ...ci95], unit),
    meaning,
  ];
  const titles = ['value', '95 % interval', 'unit', 'meaning'];
  const held = fixed.map(({ name, value, reason }) => [`  ${name}`, figures(value), reason]);
  const ranked = ranking.flatMap(({ model: name, difference, weight, numbers }) =>
    difference === null ? [] : [[`  ${name}`, difference.toFixed(1), percentage(weight), `${numbers}`]],
  );
  const unfitted = ranking
    .filter(({ difference }) => difference === null)
    .map(
      ({ model: name, pointsNeeded }) =>
        `  ${name} is not fitted: ${points} points, it needs ${pointsNeeded}`,
    );
  const parts = [
    `${source}: ${model} fitted to ${devices} device${devices === 1 ? '' : 's'}, ${points} points`,
    `\nParameters of the mean device\n${aligned([['', ...titles], ...parameters.map(row)])}`,
    `\nScatter, as standard deviations\n${aligned([['', ...titles], ...spread.map(row)])}`,
  ];
  if (held.length > 0) parts.push(`\nNot fitted\n${aligned(held)}`);
  if (ranking.length > 1) {
    const head = ['  model', 'AICc above best', 'weight', 'numbers fitted'];
    parts.push(`\nModels, the best first (a difference of 10 decides)\n${aligned([head, ...ranked])}`);
    parts.push(...unfitted);
  }
  if (warnings.length > 0) parts.push(`\nNote\n${warnings.map((text) => `  - ${text}`).join('\n')}`);
  return parts.join('\n');
}

/** Value, interval and unit; conductances in the unit that suits the largest of them. */
function siUnits(numbers: readonly number[], unit: FittedQuantity['unit']): string[] {
  const largest = Math.max(...numbers.map(Math.abs));
  const [name, factor] =
    unit !== 'S' ? [unit === '1' ? '' : unit, 1] : largest >= 1e-6 ? ['uS', 1e6] : ['nS', 1e9];
  const [value, low, high] = numbers.map((number) => figures(number * factor));
  return [value!, `${low} to ${high}`, name];
}

/** Four significant digits. */
function figures(value: number): string {
  return Number(value.toPrecision(4)).toString();
}

function percentage(share: number): string {
  return share > 0 && share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}
