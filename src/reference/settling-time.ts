import type { ActiveSet } from './free-units.js';
import { factorise } from './free-units.js';
import { createStates, type NodeStates, type QuadraticForm } from './quadratic-form.js';

export interface SettlingOptions {
  /** Of every node to ground. */
  readonly nodeF: number;
  /** Siemens that a conductance of 1 in the form stands for. */
  readonly unitS: number;
}

export interface SettlingTime {
  /** Of the slowest mode of the nodes off their diodes. */
  readonly slowestSec: number;
  /** The largest C / sum g of one such node, its neighbours held: shorter than the slowest mode. */
  readonly localSec: number;
}

/**
 * Time constants of C dv/dt = -dE/dv with the diodes as they are at rest: C over the least
 * eigenvalue of the second derivatives on the free nodes, by inverse iteration. Assumes one
 * capacitance a node, ideal sources, diodes without charge. null where no node is free. Throws
 * where the form is not convex, which a settled state rules out.
 */
export function settlingTime(
  form: QuadraticForm,
  pins: ActiveSet,
  { nodeF, unitS }: SettlingOptions,
): SettlingTime | null {
  const factors = factorise(form, pins);
  if ('fault' in factors) throw new Error('settlingTime needs a settled state');
  let mode: NodeStates = createStates(form.layers);
  let local = 0;
  for (let l = 1; l < mode.length; l++) {
    for (let i = 0; i < mode[l].length; i++) {
      if (pins[l][i]) continue;
      // No mode is orthogonal to a start of unlike numbers.
      mode[l][i] = 1 + i / (l + mode[l].length);
      local = Math.max(local, 1 / form.diagonal[l][i]);
    }
  }
  if (local === 0) return null;
  mode = divided(mode, norm(mode));
  for (let step = 0, least = 0; step < 1000; step++) {
    const next = createStates(form.layers);
    factors.solveInto(next, mode);
    const inverse = norm(next);
    const done = Math.abs(inverse - least) <= 1e-13 * inverse;
    mode = divided(next, inverse);
    least = inverse;
    if (done) break;
  }
  const last = createStates(form.layers);
  factors.solveInto(last, mode);
  const perUnit = nodeF / unitS;
  return { slowestSec: norm(last) * perUnit, localSec: local * perUnit };
}

function norm(states: NodeStates): number {
  return Math.sqrt(states.reduce((sum, layer) => layer.reduce((s, v) => s + v * v, sum), 0));
}

function divided(states: NodeStates, by: number): NodeStates {
  return states.map((layer) => layer.map((v) => v / by));
}
