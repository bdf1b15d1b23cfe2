import { InputError } from '../../../devices/base/errors.js';
import { isMapping, type Mapping, merged } from '../plain-data.js';

/** The form of fit.json that is read. */
const schema = 1;

export interface FittedDeviceOptions {
  /** What messages call the configuration. */
  readonly source: string;
  /**
   * The text of the file that `hardware.device.fit` names. Absent = none is read here. Throws
   * InputError.
   */
  readonly readFit?: ((file: string) => string) | undefined;
}

/**
 * A configuration with the device of a file of `devices fit` in the place of `{fit: FILE}`, under
 * what stands beside `fit`: the file's content is then part of the configuration, and the file is
 * needed no longer. Throws InputError, one line, for anything else.
 */
export function withFittedDevice(own: Mapping, { source, readFit }: FittedDeviceOptions): Mapping {
  const { hardware } = own;
  if (!isMapping(hardware) || !isMapping(hardware.device) || hardware.device.fit === undefined) return own;
  const { fit: file, ...beside } = hardware.device;
  const place = `${source}: hardware.device.fit: ${JSON.stringify(file)}`;
  if (typeof file !== 'string') throw new InputError(`${place}, expected the path of a fit.json`);
  if (!readFit)
    throw new InputError(
      `${place}, expected the device of the file itself: points, tasks and libraries read no fit`,
    );
  const device = merged(fittedDevice(readFit(file), place), beside);
  return { ...own, hardware: { ...hardware, device } };
}

function fittedDevice(text: string, place: string): Mapping {
  const fit = parsed(text);
  if (isMapping(fit) && fit.schema !== undefined && fit.schema !== schema)
    throw new InputError(`${place}, expected a fit of schema ${schema} (got ${JSON.stringify(fit.schema)})`);
  if (isMapping(fit) && fit.schema === schema && isMapping(fit.device)) return fit.device;
  throw new InputError(`${place}, expected a whole file as devices fit writes it`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
