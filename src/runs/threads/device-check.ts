import { Worker } from 'node:worker_threads';
import { InputError } from '../../../devices/base/errors.js';
import type { ModelParameters } from '../../../devices/index.js';
import type { CheckReport } from '../../../devices/testing/index.js';
import { entryFile } from '../../data/package-root.js';

/** What the thread of a check is started with. */
export interface DeviceCheckData {
  /** Of the user's own file. */
  readonly path: string;
  /** Of its model; absent = its example, with scatter where it has fields for it. */
  readonly parameters?: ModelParameters;
  readonly seed: number;
  /** Cases tried for each law. */
  readonly runs: number;
}

export interface DeviceCheckOptions extends Omit<DeviceCheckData, 'path'> {
  /** Seconds that the import may take, and each law; 20 by default. */
  readonly limitSec?: number;
}

/** What a check has found. */
export interface DeviceCheck {
  /** Of the file. */
  readonly sha256: string;
  /** null where the model cannot be made of the parameters. */
  readonly report: CheckReport | null;
}

export type DeviceCheckMessage =
  /** Of the import, or the name of a law. */
  | { readonly kind: 'begun'; readonly step: string }
  | { readonly kind: 'fault'; readonly message: string }
  | ({ readonly kind: 'done' } & DeviceCheck);

/**
 * Tries the laws of a device on a user's own file, in a thread that ends with the check: what loops
 * for ever in the file, or prints, or ends its process, does so there. Throws InputError, one line
 * with the path, where the file cannot be imported, exports no device, or takes too long.
 */
export function checkDeviceModule(
  path: string,
  { limitSec = 20, ...options }: DeviceCheckOptions,
): Promise<DeviceCheck> {
  const workerData: DeviceCheckData = { path, ...options };
  const worker = new Worker(entryFile('#device-check'), { workerData, stdout: true, stderr: true });
  const check = new Promise<DeviceCheck>((resolve, reject) => {
    let step = 'import';
    let timer: NodeJS.Timeout | undefined;
    const fail = (message: string) => reject(new InputError(message));
    const late = () =>
      fail(`${path}: ${step}: no end within ${limitSec} s, expected a model that obeys the laws`);
    worker.on('message', (message: DeviceCheckMessage) => {
      clearTimeout(timer);
      if (message.kind === 'fault') return fail(message.message);
      if (message.kind === 'done') return resolve({ sha256: message.sha256, report: message.report });
      step = message.step;
      timer = setTimeout(late, 1000 * limitSec);
    });
    worker.on('error', (error) =>
      fail(`${path}: ${step}: ${error instanceof Error ? error.message : error}`),
    );
    worker.on('exit', () => {
      clearTimeout(timer);
      fail(`${path}: ${step}: the file ends the process, expected a model that obeys the laws`);
    });
  });
  return check.finally(() => worker.terminate());
}
