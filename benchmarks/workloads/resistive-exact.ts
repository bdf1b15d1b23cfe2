import { energyOf, formOf } from '../../src/reference/energy/energy.js';
import { resistiveEnergy } from '../../src/reference/energy/resistive-energy.js';
import { copyStates, createStates, heldForm, type NodeStates } from '../../src/reference/quadratic-form.js';
import { settle } from '../../src/reference/settle.js';
import { sweep } from '../../src/reference/sweep.js';
import { alternate, secondsOf } from '../shared/alternate.js';
import { type BenchmarkContext, check, type Row } from '../shared/benchmark.js';
import type { ResistiveTask } from './resistive.js';

/** Images that the exact solve is timed on. */
const images = 50;

export interface Exact {
  readonly weights: readonly Float64Array[];
  readonly image: { readonly sources: Float64Array; readonly free: NodeStates };
  /**
   * The exact solve and 200 sweeps, turn by turn; `settleSec` = one image from the sources'
   * voltages on.
   */
  readonly contest: (context: BenchmarkContext) => Promise<{ rows: Row[]; settleSec: number }>;
}

/** The task's network in double precision, settled for some images. */
export function exactlySettled({ network, matrices, sources }: ResistiveTask): Exact {
  const { layers } = network;
  const weights = matrices.map((matrix) => Float64Array.from(matrix));
  const biases = layers.slice(1).map((units) => new Float64Array(units));
  const energy = resistiveEnergy({ layers, weights, biases });
  const form = formOf(energy);
  const { walls } = energy;
  const tolerance = 1e-12;
  const held = Array.from({ length: images }, (_, i) => {
    const own = Float64Array.from(sources.subarray(i * layers[0]!, (i + 1) * layers[0]!));
    return { own, rest: [own, ...createStates(layers).slice(1)], form: heldForm(form, own) };
  });
  const exact = held.map(({ rest }) => copyStates(rest));
  const swept = held.map(({ rest }) => copyStates(rest));
  const again = (state: NodeStates) => {
    for (const layer of state.slice(1)) layer.fill(0);
  };

  const contest = async ({ repetitions }: BenchmarkContext) => {
    const times = await alternate(
      {
        whole: () =>
          secondsOf(() => {
            held.forEach(({ own }, i) => {
              again(exact[i]!);
              settle(exact[i]!, heldForm(form, own), { walls, tolerance });
            });
          }),
        exact: () =>
          secondsOf(() => {
            held.forEach(({ form: own }, i) => {
              again(exact[i]!);
              settle(exact[i]!, own, { walls, tolerance });
            });
          }),
        sweeps: () =>
          secondsOf(() => {
            held.forEach(({ form: own }, i) => {
              again(swept[i]!);
              for (let step = 0; step < 200; step++) sweep(swept[i]!, own, walls);
            });
          }),
      },
      { repetitions },
    );
    const off = Math.max(...exact.map((state, i) => difference(state, swept[i]!)));
    const [exactSec, sweepsSec] = [times.exact.medianSec / images, times.sweeps.medianSec / images];
    const rows: Row[] = [
      { of: 'active-set solve and 200 sweeps, one image, double precision', exactSec, sweepsSec },
      check('200 sweeps: their time over the exact solve', sweepsSec / exactSec, { atLeast: 10 }),
      check('200 sweeps: largest difference of a voltage, relative', off, { atMost: 1e-6 }),
      check(
        '200 sweeps: energy above the exact solve, largest',
        Math.max(...swept.map((state, i) => energyOf(energy, state) - energyOf(energy, exact[i]!))),
        { atLeast: -1e-6 },
      ),
    ];
    return { rows, settleSec: times.whole.medianSec / images };
  };
  return { weights, image: { sources: held[0]!.own, free: exact[0]! }, contest };
}

/** Of the largest voltage of a layer. */
function difference(a: NodeStates, b: NodeStates): number {
  return Math.max(
    ...a.slice(1).map((layer, l) => {
      const size = Math.max(...layer.map(Math.abs));
      return Math.max(...layer.map((v, i) => Math.abs(v - b[l + 1]![i]!))) / size;
    }),
  );
}
