import { linearIonDrift, linearIonDriftSets } from './linear-ion-drift.js';
import type { OdeDevice } from './ode-device.js';
import type { OdePulsesOptions } from './ode-pulses.js';
import { type PublishedSet, pulsesOf } from './pulsed-ode.js';
import { stanfordPku, stanfordPkuSets } from './stanford-pku.js';
import { vteam, vteamSets } from './vteam.js';
import { yakopcic, yakopcicSets } from './yakopcic.js';

/** A published parameter set of an ODE model. */
export interface PublishedOdeDevice {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly device: OdeDevice;
  /**
   * Pulses to use it by, about fifty from bound to bound at mid-range: an assumption, since the
   * sources drive these sets by sweeps or single pulses.
   */
  readonly pulses: OdePulsesOptions;
}

/** Every published set, each found by its name. */
export const publishedOdeDevices: readonly PublishedOdeDevice[] = Object.freeze([
  ...devicesOf(vteamSets, vteam),
  ...devicesOf(linearIonDriftSets, linearIonDrift),
  ...devicesOf(yakopcicSets, yakopcic),
  ...devicesOf(stanfordPkuSets, stanfordPku),
]);

function devicesOf<P>(
  sets: readonly PublishedSet<P>[],
  equation: (parameters: P) => OdeDevice,
): readonly PublishedOdeDevice[] {
  return sets.map(({ name, summary, source, parameters, pulses }) => ({
    name,
    summary,
    source,
    device: equation(parameters),
    pulses: pulsesOf(pulses),
  }));
}
