import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';

/**
 * White read noise: every read sees G (1 + relative xi), xi standard normal, independent per cell
 * and read.
 */
export function withReadNoise(model: DeviceModel, relative: number): DeviceModel {
  checkNumber('read noise', relative, { min: 0 });
  // Independent Gaussian sources on one cell add in variance.
  const readNoise = Math.hypot(model.readNoise, relative);
  return Object.freeze({ ...model, parameters: { ...model.parameters, readNoise }, readNoise });
}
