import { describe, expect, it } from 'vitest';
import type { Energy } from '../../src/reference/energy/energy.js';
import { contrast, settleImage } from '../../src/reference/energy/energy-gradient.js';
import { conductors } from '../../src/reference/energy/energy-terms.js';
import { resistiveEnergy } from '../../src/reference/energy/resistive-energy.js';
import { sweep } from '../../src/reference/sweep.js';
import type { Circuit } from './random-circuit.js';
import { type Law, laws, right, type Subject } from './resistive-laws.js';

const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);

const verdicts = (law: Law, subject: Subject) => seeds.flatMap((seed) => law(subject, seed) ?? []);
const breaches = (law: Law, subject: Subject) =>
  verdicts(law, subject).filter(({ off, limit }) => !(off <= limit));

describe('a resistive network', () => {
  it.each(Object.entries(laws))('obeys: %s', (_, law) => {
    expect(breaches(law, right)).toEqual([]);
    expect(verdicts(law, right).length).toBeGreaterThan(seeds.length / 2);
  });
});

/** An energy with its terms replaced: their values and forms no longer those of the conductors. */
const withWeights =
  (make: (circuit: Circuit, l: number) => Energy['weights'][number]) => (circuit: Circuit) => {
    const energy = resistiveEnergy(circuit);
    const weights = circuit.weights.map((_, l) => make(circuit, l));
    return { ...energy, weights, terms: [...weights, ...energy.biases] };
  };

/** One deliberate fault each, and the laws that must notice it. */
const twins: readonly (readonly [string, Partial<Subject>, readonly string[]])[] = [
  [
    'gradients without the half of 1/2 g v^2',
    { image: (...of) => factorOf(settleImage(...of), 2) },
    ['envelope identity', 'centred error O(beta^2)'],
  ],
  [
    'a forward difference where the centred one is meant',
    {
      image(energy, options, form) {
        const image = settleImage(energy, options, form);
        return { ...image, gradient: contrast(energy, [image.nudgedPlus, image.free], 1 / options.beta) };
      },
    },
    ['centred error O(beta^2)', 'envelope identity'],
  ],
  [
    'a one-sided difference over the wrong span',
    {
      image(energy, options, form) {
        const image = settleImage(energy, { ...options, beta: 1.1 * options.beta }, form);
        return image;
      },
    },
    ['one-sided error O(beta)', 'envelope identity'],
  ],
  [
    'an exact gradient of all weights but the first ones',
    {
      image(energy, options, form) {
        const image = settleImage(energy, options, form);
        const [first, ...weights] = image.exactGradient.weights;
        return {
          ...image,
          exactGradient: { ...image.exactGradient, weights: [first!.map(() => 0), ...weights] },
        };
      },
    },
    ['scale identity', 'centred error O(beta^2)'],
  ],
  [
    'sources offset by a constant',
    {
      image: (energy, options, form) =>
        settleImage(energy, { ...options, sources: options.sources.map((v) => v + 0.1) }, form),
    },
    ['homogeneity'],
  ],
  [
    'nodes that leak to ground',
    {
      energyOf: (circuit) => {
        const energy = resistiveEnergy(circuit);
        const leaking = {
          value: () => 0,
          addTo: (form: { diagonal: readonly Float64Array[] }, by: number) => add(form.diagonal, by),
        };
        return { ...energy, terms: [...energy.terms, leaking] };
      },
    },
    ['Tellegen', "Kirchhoff's current law"],
  ],
  [
    'conductors that amplify upward and not back',
    {
      image: (energy, options, form) => {
        const image = settleImage(energy, options, form);
        const free = image.free.map((layer, l) => (l < 2 ? layer : layer.map((v) => 1.5 * v)));
        return { ...image, free };
      },
    },
    ['reciprocity', 'Tellegen', "Kirchhoff's current law"],
  ],
  [
    'amplified inputs',
    { energyOf: withWeights(({ weights }, l) => conductors(l, weights[l]!, { gain: 4 })) },
    ['maximum principle', 'Tellegen'],
  ],
  [
    'a sweep that goes half as far again',
    {
      sweep(state, form, walls) {
        const before = state.map((layer) => layer.slice());
        const move = sweep(state, form, walls);
        state.forEach((layer, l) => {
          layer.forEach((v, i) => {
            layer[i] = Math.min(
              Math.max(v + 1.5 * (v - before[l]![i]!), walls.lower[l]![i]!),
              walls.upper[l]![i]!,
            );
          });
        });
        return move;
      },
    },
    ['energy falls at every block step'],
  ],
  [
    'a sweep that leaves the last layer where it is',
    {
      sweep(state, form, walls) {
        const last = state.at(-1)!.slice();
        const move = sweep(state, form, walls);
        state.at(-1)!.set(last);
        return move;
      },
    },
    ['every start reaches the same state'],
  ],
];

describe('a broken twin', () => {
  it.each(twins)('%s, is found', (_, fault, found) => {
    const subject = { ...right, ...fault };
    for (const name of found) expect(breaches(laws[name]!, subject), name).not.toEqual([]);
  });

  it('each law finds one', () => {
    expect(new Set(twins.flatMap(([, , found]) => found))).toEqual(new Set(Object.keys(laws)));
  });
});

function factorOf(image: ReturnType<typeof settleImage>, factor: number) {
  const scaled = (lists: readonly Float64Array[]) => lists.map((list) => list.map((v) => factor * v));
  const { weights, biases } = image.gradient;
  return { ...image, gradient: { weights: scaled(weights), biases: scaled(biases) } };
}

function add(diagonal: readonly Float64Array[], by: number) {
  for (const layer of diagonal.slice(1)) for (let i = 0; i < layer.length; i++) layer[i]! += 0.3 * by;
}
