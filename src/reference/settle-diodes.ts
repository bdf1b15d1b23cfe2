import { type Diodes, diodeCurrent, linearisedAt, slopeAt } from './energy/diodes.js';
import { factorise } from './free-units.js';
import {
  addedStates,
  createStates,
  driveOf,
  type NodeStates,
  type QuadraticForm,
  type UnitName,
} from './quadratic-form.js';
import { firstFlat, largest, type Settled, type SettleOptions } from './settle.js';
import { redBlack } from './sweep.js';

/**
 * Lets a network with diodes of finite slope settle, from `state`: sweeps in which every node is
 * put where its own currents sum to zero, its neighbours held, and between them Newton steps of all
 * nodes. The energy is convex, so there is one state. Settled, residual and tolerance as in
 * `settle`; no unit is pinned.
 */
export function settleUnderDiodes(
  state: NodeStates,
  form: QuadraticForm,
  { diodes, tolerance, maxSweeps = 10_000 }: Omit<SettleOptions, 'walls'> & { readonly diodes: Diodes },
): Settled {
  const pins = state.map((layer, l) => new Uint8Array(l === 0 ? 0 : layer.length));
  const end = { rounds: 0, pins, at: firstFlat(form) };
  if (end.at) return { ...end, status: 'not-convex', sweeps: 0, residual: Infinity };
  const sourceSize = largest(state.slice(0, 1), 0);
  let [sweeps, rounds, residual] = [0, 0, Infinity];
  let mover: UnitName | null = null;
  while (sweeps < maxSweeps && residual > tolerance) {
    const { move, at } = sweep(state, form, diodes);
    residual = move / Math.max(sourceSize, largest(state, 1));
    mover = at;
    sweeps++;
    if (!Number.isFinite(residual))
      return { ...end, status: 'non-finite', sweeps, rounds, residual, at: mover };
    if (residual > tolerance) rounds += Number(stepNewton(state, form, { diodes, pins }));
  }
  const factors = factorise(linearisedAt(form, state, diodes), pins);
  if ('fault' in factors)
    return { ...end, status: 'not-convex', sweeps, rounds, residual, at: factors.fault };
  const status = residual <= tolerance ? 'settled' : 'max-sweeps';
  return { ...end, status, sweeps, rounds, residual, at: status === 'settled' ? null : mover };
}

/** One sweep, in place; the largest move and whose it was. */
function sweep(state: NodeStates, form: QuadraticForm, diodes: Diodes): { move: number; at: UnitName } {
  let [move, at]: [number, UnitName] = [0, { l: 1, unit: 0 }];
  for (const l of redBlack(form.layers.length)) {
    for (let unit = 0; unit < state[l].length; unit++) {
      const node = { l, unit };
      const next = balanced(driveOf(form, state, node), form.diagonal[l][unit], { diodes, node });
      const change = Math.abs(next - state[l][unit]);
      if (!(change <= move)) [move, at] = [change, node];
      state[l][unit] = next;
    }
  }
  return { move, at };
}

/**
 * The v at which d v + (current into the diodes) = drive: Newton's method, halving the bracket
 * where that is slower.
 */
function balanced(drive: number, d: number, { diodes, node }: { diodes: Diodes; node: UnitName }): number {
  const excess = (v: number) => d * v - drive + diodeCurrent(diodes, v, node);
  let v = drive / d;
  const first = excess(v);
  if (first === 0 || Number.isNaN(first)) return v;
  let [low, high] = [v, v];
  for (let step = 1e-3 * (1 + Math.abs(v)); excess(low) > 0; step *= 2) low -= step;
  for (let step = 1e-3 * (1 + Math.abs(v)); excess(high) < 0; step *= 2) high += step;
  v = (low + high) / 2;
  for (let last = high - low; ; ) {
    const found = excess(v);
    if (found > 0) high = v;
    else low = v;
    const newton = v - found / (d + slopeAt(diodes, v, node));
    if (newton === v) return v;
    const isFast = newton > low && newton < high && Math.abs(newton - v) <= last / 2;
    const next = isFast ? newton : (low + high) / 2;
    if (next === low || next === high) return next;
    last = Math.abs(next - v);
    v = next;
  }
}

/**
 * A Newton step of all nodes, in place, halved until the energy still falls at its end, and so,
 * being convex, on all of its way; false where it never does.
 */
function stepNewton(
  state: NodeStates,
  form: QuadraticForm,
  { diodes, pins }: { diodes: Diodes; pins: Settled['pins'] },
): boolean {
  const factors = factorise(linearisedAt(form, state, diodes), pins);
  if ('fault' in factors) return false;
  const step = createStates(state.map(({ length }) => length));
  factors.solveInto(step, imbalance(state, form, diodes));
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = addedStates(state, step, share);
    if (!(inner(imbalance(next, form, diodes), step) >= 0)) continue;
    for (let l = 1; l < state.length; l++) state[l].set(next[l]);
    return true;
  }
  return false;
}

/** Over the layers behind the first. */
function inner(a: NodeStates, b: NodeStates): number {
  let sum = 0;
  for (let l = 1; l < a.length; l++) for (let i = 0; i < a[l].length; i++) sum += a[l][i] * b[l][i];
  return sum;
}

/** Current into every node that the diodes and the node's own term do not take up. */
function imbalance(state: NodeStates, form: QuadraticForm, diodes: Diodes): NodeStates {
  return state.map((layer, l) =>
    l === 0
      ? new Float64Array(layer.length)
      : layer.map(
          (v, unit) =>
            driveOf(form, state, { l, unit }) -
            form.diagonal[l][unit] * v -
            diodeCurrent(diodes, v, { l, unit }),
        ),
  );
}
