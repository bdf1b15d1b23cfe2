import { settlingSec } from '../../../crossbar/index.js';
import { linearisedAt } from '../../reference/energy/diodes.js';
import type { Energy } from '../../reference/energy/energy.js';
import type { SettledImage } from '../../reference/energy/energy-gradient.js';
import { dissipatedPower } from '../../reference/energy/resistive-energy.js';
import { heldForm, type QuadraticForm } from '../../reference/quadratic-form.js';
import { type SettlingOptions, settlingTime } from '../../reference/settling-time.js';

/** A phase settles to this many bits. */
const bits = 8;

/** How long the free phase of an image takes, and what it dissipates. */
export interface PhaseTime {
  readonly slowestSec: number;
  readonly localSec: number;
  /** Until what is left is below half a step of 8 bits. */
  readonly settleSec: number;
  readonly powerW: number;
  /** Power at rest for that long, and 1/2 C v^2 of every node. */
  readonly energyJ: number;
}

export function phaseTime(
  energy: Energy,
  { free, settled }: SettledImage,
  { form, nodeF, unitS }: SettlingOptions & { readonly form: QuadraticForm },
): PhaseTime | null {
  if (settled[0].status !== 'settled') return null;
  const held = heldForm(form, free[0]);
  const atRest = energy.diodes ? linearisedAt(held, free, energy.diodes) : held;
  const time = settlingTime(atRest, settled[0].pins, { nodeF, unitS });
  if (!time) return null;
  const settleSec = settlingSec(time.slowestSec, bits);
  const powerW = unitS * dissipatedPower(energy, free);
  const charged = free
    .slice(1)
    .reduce((sum, layer) => layer.reduce((s, v) => s + (nodeF * v * v) / 2, sum), 0);
  return { ...time, settleSec, powerW, energyJ: powerW * settleSec + charged };
}
