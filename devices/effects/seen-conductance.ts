import type { DeviceModel, DeviceState } from '../base/device-model.js';

/** Changes out[j], the conductance of device firstIndex + j, in place. */
export type SeenChange = (out: Float32Array, state: DeviceState, firstIndex: number) => void;

/**
 * The reads of a model, at any time, with what `change` does to them. The grid of the model below
 * no longer holds.
 */
export function seenThrough(
  model: DeviceModel,
  change: SeenChange,
): Pick<DeviceModel, 'conductanceInto' | 'conductanceAtInto'> {
  const { conductanceAtInto: atInto } = model;
  return {
    conductanceInto(out, state, firstIndex = 0) {
      model.conductanceInto(out, state, firstIndex);
      change(out, state, firstIndex);
      return out;
    },
    ...(atInto && {
      conductanceAtInto(out, state, options) {
        atInto(out, state, options);
        change(out, state, options.firstIndex ?? 0);
        return out;
      },
    }),
  };
}

/** The model without what says that its state is all there is to see. */
export function withoutGrid(model: DeviceModel): Omit<DeviceModel, 'conductanceGrid'> {
  const { conductanceGrid: _, ...rest } = model;
  return rest;
}

/** The model without its response too: its pulses are to be changed. */
export function withoutResponse(model: DeviceModel): Omit<DeviceModel, 'conductanceGrid' | 'pulseResponse'> {
  const { pulseResponse: _, ...rest } = withoutGrid(model) as DeviceModel;
  return rest;
}
