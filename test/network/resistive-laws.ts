import { createRandom } from '../../devices/index.js';
import { type Energy, energyOf, formOf, nudged } from '../../src/reference/energy/energy.js';
import {
  contrast,
  type EnergyGradient,
  type SettledImage,
  settleImage,
} from '../../src/reference/energy/energy-gradient.js';
import { squaredCost } from '../../src/reference/energy/energy-terms.js';
import { resistiveEnergy } from '../../src/reference/energy/resistive-energy.js';
import {
  createStates,
  driveOf,
  heldForm,
  type NodeStates,
  type QuadraticForm,
} from '../../src/reference/quadratic-form.js';
import { settle } from '../../src/reference/settle.js';
import type { StateBounds } from '../../src/reference/state-bounds.js';
import { sweep } from '../../src/reference/sweep.js';
import { type Circuit, randomCircuit, uniforms } from './random-circuit.js';

/**
 * What a law is asked of: how a network is made an energy, and how that is settled and learned
 * from.
 */
export interface Subject {
  readonly energyOf: (circuit: Circuit) => Energy;
  readonly sweep: (state: NodeStates, form: QuadraticForm, walls: StateBounds) => number;
  readonly image: typeof settleImage;
}

export const right: Subject = { energyOf: resistiveEnergy, sweep, image: settleImage };

/**
 * By how much the network of a seed is off, and how much that may be; null where the law says
 * nothing of it.
 */
export type Law = (subject: Subject, seed: number) => { readonly off: number; readonly limit: number } | null;

const tolerance = 1e-14;
const shapes = [
  [3, 6, 2],
  [4, 7, 5, 3],
  [3, 6, 6, 4, 2],
] as const;

const circuitOf = (seed: number, more: object = {}) =>
  randomCircuit({ seed, layers: shapes[seed % shapes.length]!, ...more });

const imageOf = ({ energyOf: make, image }: Subject, circuit: Circuit, beta = 0.1): SettledImage =>
  image(make(circuit), { ...circuit, beta, tolerance });

const flat = ({ weights, biases }: EnergyGradient) => [...weights, ...biases].flatMap((list) => [...list]);
const most = (list: readonly number[]) => Math.max(...list.map(Math.abs));
const difference = (a: readonly number[], b: readonly number[]) => most(a.map((x, i) => x - b[i]!));

/** Error of an estimate at beta, of the sides given, against the exact gradient. */
function errorAt(
  subject: Subject,
  circuit: Circuit,
  { beta, sides }: { beta: number; sides: 'one' | 'both' },
) {
  const energy = subject.energyOf(circuit);
  const image = subject.image(energy, { ...circuit, beta, tolerance });
  const estimate =
    sides === 'both' ? image.gradient : contrast(energy, [image.nudgedPlus, image.free], 1 / beta);
  return difference(flat(estimate), flat(image.exactGradient));
}

/** The slope of the error between beta and beta / 2 on a log-log line. */
const slope =
  (sides: 'one' | 'both', wanted: number): Law =>
  (subject, seed) => {
    // Only where no diode switches is the state smooth in beta.
    const circuit = circuitOf(seed, { bias: 1 });
    const beta = 0.01;
    if (imageOf(subject, circuit, 2 * beta).switched > 0) return null;
    const [whole, half] = [beta, beta / 2].map((b) => errorAt(subject, circuit, { beta: b, sides }));
    return { off: Math.abs(Math.log2(whole! / half!) - wanted), limit: 0.05 };
  };

/**
 * G(beta) = min E + beta C has the slope C at the minimum and the parameters' slopes dE/dtheta:
 * finite differences at one beta.
 */
const envelope: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1, open: 0 });
  const beta = 0.4;
  const least = (c: Circuit, strength: number) => {
    const energy = nudged(subject.energyOf(c), squaredCost(c.layers.length - 1, c.target), strength);
    const state = createStates(c.layers) as Float64Array[];
    state[0]!.set(c.sources);
    settle(state, heldForm(formOf(energy), c.sources), { walls: energy.walls, tolerance });
    return energyOf(energy, state);
  };
  const quotient = (c: Circuit) => (least(c, beta) - least(c, -beta)) / (2 * beta);
  const { gradient } = imageOf(subject, circuit, beta);
  const h = 1e-5;
  const lists = ['weights', 'biases'] as const;
  let off = 0;
  for (const list of lists) {
    circuit[list].forEach((values, l) => {
      for (let i = 0; i < values.length; i += 4) {
        const moved = (by: number): Circuit => ({
          ...circuit,
          [list]: circuit[list].map((old, k) => (k === l ? old.map((v, j) => (j === i ? v + by : v)) : old)),
        });
        const numeric = (quotient(moved(h)) - quotient(moved(-h))) / (2 * h);
        off = Math.max(off, Math.abs(numeric - gradient[list][l]![i]!));
      }
    });
  }
  // Energies of some 1e3 to 1e-16, over 2 h 2 beta, leave 1e-8; a diode that switches within h
  // leaves h times a second derivative.
  return { off, limit: 1e-5 * most(flat(gradient)) };
};

/**
 * sum g dL/dg + sum b dL/db = 0: all conductances and currents times the same leave the voltages as
 * they are.
 */
const scaleIdentity: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1 });
  const { exactGradient } = imageOf(subject, circuit);
  const parameters = flat(circuit);
  const products = flat(exactGradient).map((slope, i) => slope * parameters[i]!);
  return { off: Math.abs(products.reduce((a, b) => a + b, 0)), limit: 1e-9 * most(products) };
};

/** v(lambda x) = lambda v(x), lambda > 0, without bias currents. */
const homogeneity: Law = (subject, seed) => {
  const circuit = circuitOf(seed);
  const energy = subject.energyOf(circuit);
  const at = (sources: Float64Array) =>
    flatStates(subject.image(energy, { ...circuit, sources, beta: 0.1, tolerance }).free);
  const one = at(circuit.sources);
  const three = at(circuit.sources.map((v) => 3 * v));
  return {
    off: difference(
      three,
      one.map((v) => 3 * v),
    ),
    limit: 1e-9 * most(three),
  };
};

/**
 * Tellegen: the conductors turn into heat what sources and bias currents deliver; ideal diodes take
 * nothing.
 */
const tellegen: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1 });
  const { free } = imageOf(subject, circuit);
  const { weights, biases, layers } = circuit;
  let [heat, delivered] = [0, 0];
  weights.forEach((g, l) => {
    g.forEach((value, at) => {
      const [post, pre] = [Math.floor(at / layers[l]!), at % layers[l]!];
      const drop = free[l]![pre]! - free[l + 1]![post]!;
      heat += value * drop * drop;
      if (l === 0) delivered += value * drop * free[0]![pre]!;
    });
  });
  biases.forEach((b, l) => {
    b.forEach((current, i) => {
      delivered += current * free[l + 1]![i]!;
    });
  });
  return { off: Math.abs(heat - delivered), limit: 1e-9 * Math.abs(heat) };
};

/** A current into a moves b as much as one into b moves a, as long as no diode switches. */
const reciprocity: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1 });
  const top = circuit.layers.length - 1;
  const free = (currents?: readonly [number, number]) => {
    const biases = circuit.biases.map((b) => b.slice());
    if (currents) biases[currents[0] - 1]![currents[1]]! += 1e-3;
    return imageOf(subject, { ...circuit, biases }).free;
  };
  const [from, to] = [
    [1, free()[1]!.findIndex((v) => v !== 0)],
    [top, 0],
  ] as const;
  if (from[1] < 0) return null;
  const rest = free();
  const there = free(from)[to[0]]![to[1]]! - rest[to[0]]![to[1]]!;
  const back = free(to)[from[0]]![from[1]]! - rest[from[0]]![from[1]]!;
  return { off: Math.abs(there - back), limit: 1e-6 * Math.abs(there) };
};

/**
 * Without bias currents no voltage is above the largest source or below the least, ground under the
 * diodes included.
 */
const maximumPrinciple: Law = (subject, seed) => {
  const circuit = circuitOf(seed);
  const { free } = imageOf(subject, circuit);
  const bound = most([...circuit.sources]);
  return { off: Math.max(0, most(flatStates(free.slice(1))) - bound), limit: 0 };
};

/**
 * E never rises in a sweep, free or nudged, from any state. Each layer is looked at by itself: a
 * sweep of a network of one.
 */
const energyFalls: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1 });
  const last = circuit.layers.length - 1;
  let off = 0;
  for (const beta of [0, 0.5, -0.02]) {
    const energy = nudged(subject.energyOf(circuit), squaredCost(last, circuit.target), beta);
    const form = heldForm(formOf(energy), circuit.sources);
    const state = anywhere(circuit, energy, seed);
    for (let step = 0; step < 30; step++) {
      const before = energyOf(energy, state);
      subject.sweep(state, form, energy.walls);
      off = Math.max(off, energyOf(energy, state) - before);
    }
  }
  // Energies of up to some 1e4, summed from some 100 terms in double precision.
  return { off, limit: 1e-9 };
};

/**
 * Every start ends in one state, where Kirchhoff's current law holds at each node off its diode.
 */
const oneState: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1 });
  const energy = subject.energyOf(circuit);
  const form = heldForm(formOf(energy), circuit.sources);
  const ends = [1, 2, 3].map((start) => {
    const state = anywhere(circuit, energy, 10 * seed + start);
    for (let step = 0; step < 1500; step++) subject.sweep(state, form, energy.walls);
    return flatStates(state);
  });
  const exact = flatStates(imageOf(subject, circuit).free);
  return { off: Math.max(...ends.map((end) => difference(end, exact))), limit: 1e-9 * most(exact) };
};

/** At the free state the currents into every node off its diode add up to nothing. */
const currentLaw: Law = (subject, seed) => {
  const circuit = circuitOf(seed, { bias: 1 });
  const { free } = imageOf(subject, circuit);
  const form = formOf(resistiveEnergy(circuit));
  let [off, size] = [0, 0];
  free.slice(1).forEach((layer, k) => {
    const drive = layer.map((_, unit) => driveOf(form, free, { l: k + 1, unit }));
    layer.forEach((v, i) => {
      size = Math.max(size, Math.abs(drive[i]!));
      if (v !== 0) off = Math.max(off, Math.abs(drive[i]! - form.diagonal[k + 1]![i]! * v));
    });
  });
  return { off, limit: 1e-10 * size };
};

function anywhere(circuit: Circuit, { walls }: Energy, seed: number): NodeStates {
  const random = createRandom(seed).stream('start');
  return circuit.layers.map((units, l) =>
    l === 0
      ? circuit.sources.slice()
      : uniforms(random.stream(`${l}`), units).map((u, i) =>
          Math.min(Math.max(40 * (u - 0.5), walls.lower[l]![i]!), walls.upper[l]![i]!),
        ),
  );
}

const flatStates = (state: NodeStates) => state.flatMap((layer) => [...layer]);

export const laws: Readonly<Record<string, Law>> = {
  'one-sided error O(beta)': slope('one', 1),
  'centred error O(beta^2)': slope('both', 2),
  'envelope identity': envelope,
  'scale identity': scaleIdentity,
  homogeneity,
  Tellegen: tellegen,
  reciprocity,
  'maximum principle': maximumPrinciple,
  'energy falls at every block step': energyFalls,
  'every start reaches the same state': oneState,
  "Kirchhoff's current law": currentLaw,
};
