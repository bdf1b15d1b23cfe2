import { existsSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';
import { version } from '../experiments/run/version.js';
import { isTemporary, writeAtomically } from './folder/atomic-write.js';
import { namesIn } from './studies/names-in.js';

/** The files of a run folder. */
export const RUN_FILES = [
  'config.yaml',
  'result.json',
  'metrics.jsonl',
  'log.jsonl',
  'report.html',
  'receptive-fields.json',
  'progress.json',
  'sweep.sbatch',
] as const;

export type RunFile = (typeof RUN_FILES)[number];

/** The folder of a run's checkpoints, in its own. */
export const CHECKPOINTS = 'checkpoint';

/** The folder of a sweep's points, in its own. */
export const POINTS = 'points';

/** The folder of the final weights, in a run's own. */
export const WEIGHTS = 'weights';

/**
 * The file in a run folder that lists what runs make there: nothing else is ever overwritten or
 * removed.
 */
export const MADE = 'made.txt';

/** Files that runs name themselves, by the folder that they are in. */
const named: Readonly<Record<string, RegExp>> = {
  [CHECKPOINTS]: /^[\w.-]+-\d+\.\d+\.bin$/,
  [POINTS]: /^[0-9a-f]{16}\.json$/,
};

const weightsFile = /^weights\/[\w.-]+\.safetensors$/;

/** What runs have made in a folder. */
export interface MadeFiles {
  /** The version that made them; null where none has. */
  readonly version: string | null;
  /** Names of files; those in a folder with a slash. */
  readonly names: ReadonlySet<string>;
}

export function readMade(folder: string): MadeFiles {
  const lines = existsSync(join(folder, MADE)) ? readFileSync(join(folder, MADE), 'utf8').split('\n') : [];
  const [, by = null] = /^# made by crossprop (\S+)/.exec(lines[0] ?? '') ?? [];
  const isOurs = (name: string) => RUN_FILES.some((file) => file === name) || weightsFile.test(name);
  return { version: by, names: new Set(by === null ? [] : lines.slice(1).filter(isOurs)) };
}

/** Lists the files of a run as made by this version, and `more` of them. */
export function writeMade(folder: string, more: readonly string[] = []): void {
  const names = new Set([...RUN_FILES, ...readMade(folder).names, ...more]);
  const title = `# made by crossprop ${version()} (in this folder runs overwrite and remove these files alone)`;
  const text = `${[title, ...names].join('\n')}\n`;
  const file = join(folder, MADE);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeAtomically(file, text);
}

/**
 * Throws InputError where the folder holds a file of the name of a run's, `more` among them, that
 * no run made.
 */
export function checkMade(folder: string, more: readonly string[] = []): void {
  const { version: by, names } = readMade(folder);
  const foreign = by === null && existsSync(join(folder, MADE)) ? [MADE] : [];
  const files = [...foreign, ...RUN_FILES, ...more].filter((name) => existsSync(join(folder, name)));
  const other = files.find((name) => !names.has(name));
  if (other === undefined) return;
  throw new InputError(
    `${join(folder, other)}: ${MADE} does not list it as made by a run, expected no such file; move it away or name another --out`,
  );
}

/** Removes what runs have made, and the folders that this leaves empty. */
export function removeMade(folder: string): void {
  const { names } = readMade(folder);
  for (const [inner, pattern] of Object.entries(named)) {
    const path = join(folder, inner);
    const files = namesIn(path).filter((name) => pattern.test(name) || isTemporary(name));
    for (const name of files) rmSync(join(path, name), { force: true });
    if (files.length > 0) removeIfEmpty(path);
  }
  const weights = [...names].filter((name) => weightsFile.test(name));
  for (const name of [...names, MADE]) rmSync(join(folder, name), { force: true });
  if (weights.length > 0) removeIfEmpty(join(folder, WEIGHTS));
}

function removeIfEmpty(folder: string): void {
  if (namesIn(folder).length === 0) rmdirSync(folder);
}
