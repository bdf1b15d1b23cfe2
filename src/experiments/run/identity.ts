import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InputError } from '../../../devices/base/errors.js';
import type { Configuration } from '../../configuration/configuration.js';
import { hashOfDeviceModule } from '../../configuration/device/device-module.js';
import { isMapping } from '../../configuration/plain-data.js';
import type { Dataset } from '../../data/dataset.js';
import { loadDataset } from '../../data/load.js';
import type { ExperimentResult } from '../results/result.js';
import { version } from './version.js';

/** What a result rests on beside its configuration. Results go together where all of it agrees. */
export interface Identity {
  readonly version: string;
  readonly inputs: Inputs;
  /** Absent = strict. */
  readonly arithmetic?: 'fast';
}

/**
 * SHA-256 of what a run reads, by the field that names it: `dataset`, `network.weights`,
 * `hardware.device.module`.
 */
export type Inputs = Readonly<Record<string, string>>;

/**
 * What a run reads on this machine now. Throws InputError for a file that cannot be read. O(bytes).
 */
export function inputsOf(configuration: Configuration, { sha256 }: Pick<Dataset, 'sha256'>): Inputs {
  const { weights } = configuration.network;
  const module = moduleOf(configuration);
  return {
    dataset: sha256,
    ...(weights !== undefined && { 'network.weights': hashOfFile(weights) }),
    ...(module !== undefined && { 'hardware.device.module': hashOfDeviceModule(module) }),
  };
}

/** The file of the user's own device; undefined where another device is named. */
export function moduleOf({ hardware }: Pick<Configuration, 'hardware'>): string | undefined {
  return hardware !== 'ideal' && 'module' in hardware.device ? hardware.device.module : undefined;
}

/** What a finished result rests on. */
export function identityOfResult({ version: by, dataset, inputs }: ExperimentResult): Identity {
  return { version: by, inputs: { dataset: dataset.sha256, ...inputs } };
}

export function isIdentity(given: unknown): given is Identity {
  return isMapping(given) && typeof given.version === 'string' && isMapping(given.inputs);
}

export interface Acceptance {
  /** Take what another version has made. Default false. */
  readonly acceptVersion?: boolean | undefined;
}

/**
 * Throws InputError, one line that begins with `found`, where an identity is not the one that is
 * expected.
 */
export function checkIdentity(
  found: string,
  identity: Identity,
  { expected, acceptVersion = false }: Acceptance & { readonly expected: Identity },
): void {
  const { version: by, inputs, arithmetic } = identity;
  if (by !== expected.version && !acceptVersion) {
    throw new InputError(
      `${found} made by crossprop ${by}, expected ${expected.version}; --accept-version takes it, and says so in the result`,
    );
  }
  const fields = Object.keys({ ...inputs, ...expected.inputs });
  const other = fields.find((field) => inputs[field] !== expected.inputs[field]);
  if (other !== undefined) {
    const [there, here] = [inputs[other], expected.inputs[other]].map((hash) => hash ?? 'none');
    throw new InputError(`${found} made with another ${other} (SHA-256 ${there}), expected ${here}`);
  }
  if (arithmetic !== expected.arithmetic) {
    const [there, here] = arithmetic ? ['with', 'without'] : ['without', 'with'];
    throw new InputError(`${found} made ${there} --fast, expected ${here}`);
  }
}

/**
 * Checks a finished result that is to stand beside others. Throws InputError, which begins with
 * `found`.
 */
export type CheckResult = (result: ExperimentResult, found: string) => void;

export interface ResultCheckOptions extends Acceptance {
  /**
   * Hold results to the files on this machine. False = to the first of them that names the same
   * files.
   */
  readonly own: boolean;
}

/** A check that reads each input once, when a result first asks for it. */
export function createResultCheck({ own, acceptVersion }: ResultCheckOptions): CheckResult {
  const known = new Map<string, Inputs>();
  return (result, found) => {
    const configuration = result.config as Configuration;
    const { train: _, test: __, ...source } = configuration.dataset;
    const files = JSON.stringify([source, configuration.network.weights, moduleOf(configuration)]);
    const identity = identityOfResult(result);
    const read = () => (own ? inputsOf(configuration, loadDataset(source)) : identity.inputs);
    const inputs = known.get(files) ?? read();
    known.set(files, inputs);
    checkIdentity(found, identity, { expected: { version: version(), inputs }, acceptVersion });
  };
}

/**
 * The other versions that results were made by, to stand in one that is put together from them;
 * empty where there is none.
 */
export function acceptedIn(results: readonly ExperimentResult[]): { acceptedVersions?: readonly string[] } {
  const versions = results.flatMap(({ version: by, runs }) => [
    by,
    ...runs.flatMap((run) => run.acceptedVersions ?? []),
  ]);
  const others = [...new Set(versions)].filter((by) => by !== version());
  return others.length > 0 ? { acceptedVersions: others.sort() } : {};
}

function hashOfFile(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch (error) {
    throw new InputError(`${file}: ${(error as NodeJS.ErrnoException).code}, expected a readable file`);
  }
}
