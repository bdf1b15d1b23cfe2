import type { DeviceModel } from '../../base/device-model.js';
import { described, numberField, optional } from '../fields.js';
import type { Field, Fields, ModelParameters } from '../model-definition.js';
import type { OdeDevice } from './ode-device.js';
import { type OdePulsesOptions, odePulses } from './ode-pulses.js';

/** The pulses that a configuration drives a differential equation by. */
export interface PulseParameters {
  readonly voltageUpV: number;
  readonly widthUpSec: number;
  readonly voltageDownV: number;
  readonly widthDownSec: number;
  /** Conductance is current over voltage here. */
  readonly readVoltageV: number;
}

/** A published set of parameters of a model, with pulses to use it by. */
export interface PublishedSet<P> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: P;
  /**
   * About fifty from bound to bound at mid-range: an assumption, since the sources drive these sets
   * by sweeps or single pulses.
   */
  readonly pulses: PulseParameters;
}

export const pulseFields: Fields = {
  voltageUpV: described(numberField(-1000, 1000), 'Voltage of the pulse that raises the conductance.', 'V'),
  widthUpSec: described(numberField(1e-15, 1e6), 'Length of the pulse that raises the conductance.', 's'),
  voltageDownV: described(numberField(-1000, 1000), 'Voltage of the pulse that lowers the conductance.', 'V'),
  widthDownSec: described(numberField(1e-15, 1e6), 'Length of the pulse that lowers the conductance.', 's'),
  readVoltageV: described(
    numberField(1e-9, 1000),
    'Conductance is current over voltage at this voltage.',
    'V',
  ),
};

/** A number above 0, as far as a file can give one. */
export function above0(about: string, unit?: string): Field {
  return described(numberField(Number.MIN_VALUE, 1e30), about, unit);
}

/** A device under pulses starts in the middle of its range; published sets have it nevertheless. */
export function start(unit?: string): Field {
  return optional(
    described(numberField(0, 1e30), 'State that simulations of the equation start from.', unit),
  );
}

/**
 * `create` of a definition: the model's own parameters make the equation, the others the pulses.
 */
export function pulsedBy<P>(equation: (parameters: P) => OdeDevice) {
  return ({
    voltageUpV,
    widthUpSec,
    voltageDownV,
    widthDownSec,
    readVoltageV,
    ...own
  }: P & PulseParameters) =>
    odePulses(
      equation(own as P),
      pulsesOf({ voltageUpV, widthUpSec, voltageDownV, widthDownSec, readVoltageV }),
    ) satisfies DeviceModel;
}

export function pulsesOf(pulses: PulseParameters): OdePulsesOptions {
  return {
    up: { voltageV: pulses.voltageUpV, durationSec: pulses.widthUpSec },
    down: { voltageV: pulses.voltageDownV, durationSec: pulses.widthDownSec },
    readVoltageV: pulses.readVoltageV,
  };
}

/** `published` of a definition. */
export function parametersByName<P extends object>(
  sets: readonly PublishedSet<P>[],
): Readonly<Record<string, ModelParameters>> {
  return Object.fromEntries(
    sets.map(({ name, parameters, pulses }) => [name, { ...parameters, ...pulses } as ModelParameters]),
  );
}
