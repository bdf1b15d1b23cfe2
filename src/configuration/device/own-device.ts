import { InputError } from '../../../devices/index.js';
import { isMapping, type Mapping } from '../plain-data.js';

/** How a command takes the files that `hardware.device.module` names. */
export interface DeviceModules {
  /** The absolute path of a file as the configuration names it. Throws InputError. */
  readonly pathOf: (file: string) => string;
  /**
   * Tries the laws on a file and makes its model known to `createChipModel`. Resolves to a function
   * that throws InputError where it breaks one, to be asked once the parameters are known to be
   * sound. Throws InputError for a file that is no model.
   */
  readonly load: (path: string, parameters: Mapping) => Promise<() => void>;
}

/**
 * A configuration whose `hardware.device.module` is an absolute path. Throws InputError where no
 * `modules` are given: what comes from elsewhere runs no code here.
 */
export function withModulePath(
  own: Mapping,
  { source, modules }: { readonly source: string; readonly modules?: DeviceModules | undefined },
): Mapping {
  const { hardware } = own;
  const device = deviceIn(own);
  if (!isMapping(hardware) || device?.module === undefined) return own;
  const { module: file } = device;
  const place = `${source}: hardware.device.module: ${JSON.stringify(file)}`;
  if (typeof file !== 'string' || file === '')
    throw new InputError(`${place}, expected the path of a JavaScript file`);
  if (!modules)
    throw new InputError(
      `${place}, expected none here: only a command loads a file, for a configuration of its user`,
    );
  return { ...own, hardware: { ...hardware, device: { ...device, module: modules.pathOf(file) } } };
}

/** `load` of the file that a configuration of `withModulePath` names, where it names one. */
export async function loadOwnDevice(whole: Mapping, modules?: DeviceModules): Promise<() => void> {
  const { module: path, parameters } = deviceIn(whole) ?? {};
  if (typeof path !== 'string' || !modules) return () => undefined;
  return modules.load(path, isMapping(parameters) ? parameters : {});
}

function deviceIn({ hardware }: Mapping): Mapping | undefined {
  return isMapping(hardware) && isMapping(hardware.device) ? hardware.device : undefined;
}
