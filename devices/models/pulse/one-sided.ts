import type { DeviceModel } from '../../base/device-model.js';

/**
 * A device that pulses only ever raise, such as crystallising phase-change memory: pulses down do
 * nothing. `stepS` = the mean change by an up pulse in the middle of the range.
 */
export function oneSided(model: DeviceModel, stepS: number): DeviceModel {
  const { pulseResponse: _, ...rest } = model;
  return Object.freeze<DeviceModel>({
    ...rest,
    stepS,
    oneSided: true,
    pulse: (state, counts, options) =>
      model.pulse(
        state,
        counts.map((n) => Math.max(n, 0)),
        options,
      ),
  });
}
