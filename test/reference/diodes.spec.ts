import { describe, expect, it, test } from 'vitest';
import { type DiodeOptions, diodeCurrent, diodeLaw } from '../../src/reference/energy/diodes.js';
import { formOf } from '../../src/reference/energy/energy.js';
import { settleImage } from '../../src/reference/energy/energy-gradient.js';
import { dissipatedPower, resistiveEnergy } from '../../src/reference/energy/resistive-energy.js';
import { createStates, driveOf, type NodeStates } from '../../src/reference/quadratic-form.js';
import { settleUnderDiodes } from '../../src/reference/settle-diodes.js';
import { randomCircuit } from '../network/random-circuit.js';

const shockley: DiodeOptions = { model: 'shockley', saturationA: 1e-3, thermalV: 0.05 };
const piecewise: DiodeOptions = { model: 'piecewise', thresholdV: 0.2, onS: 30, offS: 0.1 };
const laws = [
  ['shockley', shockley],
  ['piecewise', piecewise],
] as const;
const shapes = [
  [3, 6, 2],
  [4, 7, 5, 3],
  [3, 6, 6, 4, 2],
];
const tolerance = 1e-14;

const circuitOf = (seed: number, more: object = {}) =>
  randomCircuit({ seed, layers: shapes[seed % shapes.length]!, bias: 1, inputGain: 3, ...more });
const seeds = [1, 2, 3, 4, 5, 6];
const most = (list: Iterable<number>) => Math.max(...[...list].map(Math.abs));
const differenceOf = (a: NodeStates, b: NodeStates) =>
  Math.max(...a.map((layer, l) => most(layer.map((v, i) => v - b[l]![i]!))));

describe.each(laws)('a %s diode', (_, options) => {
  const law = diodeLaw(options);

  it('has a current that is the slope of its content, and the slope that is said', () => {
    // Central differences of h: errors of order h^2 / thermalV^2, and of 1e-16 / h from rounding.
    const h = 1e-5;
    for (const u of [-3, -0.4, -0.01, 0.03, 0.15, 0.4]) {
      const size = 1 + Math.abs(law.current(u));
      expect(Math.abs((law.content(u + h) - law.content(u - h)) / (2 * h) - law.current(u))).toBeLessThan(
        1e-6 * size,
      );
      expect(Math.abs((law.current(u + h) - law.current(u - h)) / (2 * h) - law.slope(u))).toBeLessThan(
        1e-5 * (1 + law.slope(u)),
      );
    }
    expect([law.current(0), law.content(0)]).toEqual([0, 0]);
  });

  test.each(seeds)('lets the currents of every node sum to zero, from any start, seed %d', (seed) => {
    for (const amplifierGain of [1, 4]) {
      const circuit = circuitOf(seed);
      const energy = resistiveEnergy({ ...circuit, amplifierGain, diode: options });
      const form = formOf(energy);
      const settledFrom = (start: number) => {
        const state = createStates(circuit.layers).map((layer) => layer.fill(start));
        state[0]!.set(circuit.sources);
        const { status } = settleUnderDiodes(state, form, { diodes: energy.diodes!, tolerance });
        expect(status).toBe('settled');
        return state;
      };
      const [state, other] = [settledFrom(0), settledFrom(-5)];
      expect(differenceOf(state, other)).toBeLessThan(1e-11);
      for (let l = 1; l < state.length; l++) {
        state[l]!.forEach((v, unit) => {
          const node = { l, unit };
          const sum =
            driveOf(form, state, node) - form.diagonal[l]![unit]! * v - diodeCurrent(energy.diodes!, v, node);
          expect(Math.abs(sum)).toBeLessThan(1e-10 * (1 + form.diagonal[l]![unit]! * most(circuit.sources)));
        });
      }
    }
  });

  test.each(seeds)(
    'leaves the gradient of the cost: finite differences, and EqProp at small beta, seed %d',
    (seed) => {
      const circuit = circuitOf(seed);
      const costAt = (weights: readonly Float64Array[]) =>
        settleImage(resistiveEnergy({ ...circuit, weights, diode: options }), {
          ...circuit,
          beta: 0.1,
          tolerance,
        }).cost;
      const energy = resistiveEnergy({ ...circuit, diode: options });
      const { exactGradient } = settleImage(energy, { ...circuit, beta: 0.1, tolerance });
      const size = most(exactGradient.weights.flatMap((list) => [...list]));
      const h = 1e-5;
      circuit.weights.forEach((matrix, l) => {
        for (const at of [0, Math.floor(matrix.length / 2), matrix.length - 1]) {
          // A conductance stays >= 0.
          const around = circuit.weights.map((one, k) =>
            k === l ? one.map((g, i) => (i === at ? g + 1e-3 : g)) : one,
          );
          const moved = (by: number) =>
            around.map((one, k) => (k === l ? one.map((g, i) => (i === at ? g + by : g)) : one));
          const numeric = (costAt(moved(h)) - costAt(moved(-h))) / (2 * h);
          const exact = settleImage(resistiveEnergy({ ...circuit, weights: around, diode: options }), {
            ...circuit,
            beta: 0.1,
            tolerance,
          }).exactGradient.weights[l]![at]!;
          expect(Math.abs(numeric - exact)).toBeLessThan(1e-6 * (1 + size));
        }
      });
      if (options.model === 'piecewise') return; // Its slope jumps, so the error need not fall as beta^2.
      const errorAt = (beta: number) => {
        const { gradient } = settleImage(energy, { ...circuit, beta, tolerance });
        return most(
          gradient.weights.flatMap((list, l) => [...list.map((g, i) => g - exactGradient.weights[l]![i]!)]),
        );
      };
      expect(Math.log2(errorAt(0.004) / errorAt(0.002))).toBeCloseTo(2, 1);
    },
  );

  test.each(seeds)('turns what the sources deliver into heat with the conductors, seed %d', (seed) => {
    const circuit = circuitOf(seed, { bias: 0 });
    const energy = resistiveEnergy({ ...circuit, diode: options });
    const { free } = settleImage(energy, { ...circuit, beta: 0.1, tolerance });
    const pre = circuit.layers[0]!;
    let delivered = 0;
    circuit.weights[0]!.forEach((g, at) => {
      const source = free[0]![at % pre]!;
      delivered += source * g * (source - free[1]![Math.floor(at / pre)]!);
    });
    expect(Math.abs(dissipatedPower(energy, free) / delivered - 1)).toBeLessThan(1e-11);
  });
});

it('is ideal in the limit: of a steep piece, and of a small thermal voltage', () => {
  for (const seed of seeds) {
    const circuit = circuitOf(seed);
    const image = (diode?: DiodeOptions) =>
      settleImage(resistiveEnergy({ ...circuit, ...(diode && { diode }) }), {
        ...circuit,
        beta: 0.1,
        tolerance: 1e-12,
      });
    const ideal = image();
    const steep = image({ model: 'piecewise', thresholdV: 0, onS: 1e9, offS: 0 });
    // A current of at most (sum of conductances) (largest voltage) through 1e9.
    expect(differenceOf(steep.free, ideal.free)).toBeLessThan(1e-6);
    expect(differenceOf(steep.nudgedPlus, ideal.nudgedPlus)).toBeLessThan(1e-6);
    const [coarse, fine] = [1e-3, 1e-4].map((thermalV) =>
      differenceOf(image({ model: 'shockley', saturationA: 1e-9, thermalV }).free, ideal.free),
    );
    // The drop of a diode that carries a current i is thermalV ln(i / saturationA + 1).
    expect(coarse).toBeLessThan(1e-3 * Math.log(1e3 / 1e-9) * 2);
    expect(coarse! / fine!).toBeCloseTo(10, 0);
  }
});
