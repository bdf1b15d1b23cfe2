import { dirname, resolve } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { loadDeviceModule } from '../../configuration/device/device-module.js';
import type { DeviceModules } from '../../configuration/device/own-device.js';
import type { Engine } from './engine.js';
import { type Told, toldWhile } from './silence.js';

/** Cases that each law is tried on before a run. */
const runs = 10;

/**
 * Takes the files that `hardware.device.module` of a configuration names, from the folder of its
 * file or from here where it has none. A file is checked by the laws of a device once, with the
 * parameters that it first has; `io` shows that a long check goes on.
 */
export function createDeviceModules(config: string | undefined, engine: Engine, io?: Told): DeviceModules {
  const folder = config === undefined ? '.' : dirname(config);
  const checks = new Map<string, Promise<() => void>>();
  return Object.freeze<DeviceModules>({
    pathOf: (file) => resolve(folder, file),
    load(path, parameters) {
      const check = checks.get(path) ?? checkAndLoad(path, parameters, { engine, io });
      checks.set(path, check);
      return check;
    },
  });
}

export interface RefusedModules {
  /** In place of `createDeviceModules`: loads nothing. */
  readonly modules: DeviceModules;
  /** Throws InputError where a file was to be loaded. */
  readonly check: () => void;
}

/** Refuses the files that a configuration names where another machine or job would run them. */
export function refuseDeviceModules(place: string): RefusedModules {
  const named: string[] = [];
  const refuse = (path: string): never => {
    named.push(path);
    throw new InputError(
      `hardware.device.module: ${path}, expected none ${place}: only its user's own command loads a file`,
    );
  };
  return Object.freeze<RefusedModules>({
    modules: { pathOf: refuse, load: async (path) => refuse(path) },
    check: () => named.slice(0, 1).forEach(refuse),
  });
}

async function checkAndLoad(
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  { engine, io }: { engine: Engine; io: Told | undefined },
): Promise<() => void> {
  try {
    const check = engine.checkDeviceModule(path, { parameters, seed: 1, runs });
    const { report, sha256 } = await (io ? toldWhile(check, io) : check);
    await loadDeviceModule(path, sha256);
    const broken = report?.laws.find(({ status }) => status === 'failed');
    return () => {
      if (broken)
        throw new InputError(`hardware.device.module: ${path}: it breaks ${broken.law}: ${broken.reason}`);
    };
  } catch (error) {
    throw new InputError(`hardware.device.module: ${(error as Error).message}`);
  }
}
