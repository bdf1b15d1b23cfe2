import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import { parseYaml } from '../../configuration/text/parse-yaml.js';
import type { AnyResult } from '../../experiments/results/any-result.js';
import { firstDifference } from '../../experiments/run/first-difference.js';
import { type Acceptance, checkIdentity } from '../../experiments/run/identity.js';
import { version } from '../../experiments/run/version.js';
import { readMade } from '../made-files.js';

/** What a command can go on with. */
export interface Resumable extends Acceptance {
  readonly command: string;
  /** Absent for single runs. */
  readonly kind?: Extract<AnyResult, { kind: string }>['kind'];
  /** Of single runs, the ids that there can be. */
  readonly runs?: readonly string[];
  /** Of a result that stands beside no config.yaml. */
  readonly seed?: number;
  /**
   * What config.yaml has to be, but for how long is trained, how is tested, where files lie, and
   * what is varied.
   */
  readonly configuration?: Mapping;
}

/**
 * Of a configuration, what may be another one when a run goes on: checkpoints and points have what
 * the files hold.
 */
const mayDiffer = [
  'name',
  'readout',
  'dataset.path',
  'network.weights',
  'hardware.device.module',
  'sweep',
  'compare',
  'seed',
  'seeds',
  ...['', 'pretrain.', 'backprop.', 'backprop.pretrain.'].map((part) => `learning.${part}epochs`),
];

/**
 * Throws InputError where the folder holds a result or a run that the command would not go on with
 * but overwrite: of another command, version or configuration. What is no result is none.
 */
export function checkResumable(path: string, resumable: Resumable): void {
  const foreign = foreignIn(resultIn(path), resumable);
  if (foreign !== null) {
    throw new InputError(
      `--resume: ${path} holds the result of another command or configuration (${foreign}), expected one of ${resumable.command}`,
    );
  }
  const { version: by } = readMade(path);
  if (by === null) return;
  const { acceptVersion, configuration } = resumable;
  const here = { version: version(), inputs: {} };
  checkIdentity(`--resume: ${path} was`, { version: by, inputs: {} }, { expected: here, acceptVersion });
  const file = join(path, 'config.yaml');
  if (!configuration || !existsSync(file)) return;
  const before = parseYaml(readFileSync(file, 'utf8'), file);
  if (isMapping(before)) checkConfiguration(before, plain(configuration), { file, common: by !== version() });
}

function checkConfiguration(
  before: Mapping,
  now: Mapping,
  { file, common }: { file: string; common: boolean },
): void {
  const seeds = seedsOf(now);
  const lost = seedsOf(before).find((seed) => !seeds.includes(seed));
  const found =
    lost === undefined
      ? firstDifference(before, now, { except: mayDiffer, common })
      : { path: 'seed', there: lost, here: seeds };
  if (!found) return;
  throw new InputError(
    `--resume: ${file}: ${found.path}: ${shown(found.there)}, expected ${shown(found.here)} as now; name another --out, or begin anew with --force`,
  );
}

function seedsOf({ seed, seeds }: Mapping): readonly unknown[] {
  return Array.isArray(seeds) ? seeds : [seed];
}

const plain = (value: Mapping) => JSON.parse(JSON.stringify(value)) as Mapping;

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function foreignIn(result: Mapping, { kind, runs = [], seed }: Resumable): string | null {
  if (result.kind !== undefined) return result.kind === kind ? null : `kind ${result.kind}`;
  const found = Array.isArray(result.runs) ? result.runs : [];
  const foreign = found.map((run) => String(run?.id)).filter((id) => !runs.includes(id));
  if (foreign.length > 0) return `runs ${foreign.join(', ')}`;
  const isOther = seed !== undefined && found.length > 0 && result.seed !== seed;
  return isOther ? `seed ${result.seed}` : null;
}

function resultIn(path: string): Mapping {
  try {
    const result: unknown = JSON.parse(readFileSync(join(path, 'result.json'), 'utf8'));
    return isMapping(result) ? result : {};
  } catch {
    return {};
  }
}
