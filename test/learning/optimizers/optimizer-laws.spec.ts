import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../devices/index.js';
import { createOptimizer } from '../../../src/learning/optimizers/create-optimizer.js';
import { createCrossbarCoupling } from '../../../src/network/couplings/crossbar-coupling.js';
import { createIdealCoupling } from '../../../src/network/couplings/ideal-coupling.js';
import { createIdealConductances } from '../../../src/network/resistive/conductances.js';
import { kernels } from '../../crossbar/fixture.js';
import { arrayOf } from '../../network/couplings/coupling-builders.js';
import { type OptimizerSubject, optimizerLaws } from './optimizer-laws.js';

const options = (weights: Float32Array) => ({ pre: 1, post: weights.length, kernels, maxRows: 2 });

const couplings: Readonly<Record<string, Pick<OptimizerSubject, 'coupling' | 'error'>>> = {
  floats: { coupling: (weights) => createIdealCoupling(weights, options(weights)), error: 1e-5 },
  conductances: { coupling: (weights) => createIdealConductances(weights, options(weights)), error: 1e-5 },
  // Up to 12 steps are each rounded to a pulse of 2e-6 or less.
  crossbar: {
    coupling: (weights) =>
      createCrossbarCoupling(
        weights,
        arrayOf(createRandom(weights.length), { pre: 1, post: weights.length }),
      ),
    error: 12 * 2e-6 + 1e-5,
  },
};

/** The gap shrinks by 1 - rate a step. */
const descent: OptimizerSubject['after'] = (start, goal, { rate, count }) =>
  goal + (start - goal) * (1 - rate) ** count;

/** Algorithm 1 of Kingma and Ba 2015, arXiv:1412.6980. */
const adam: OptimizerSubject['after'] = (start, goal, { rate, count }) => {
  let [w, m, v] = [start, 0, 0];
  for (let t = 1; t <= count; t++) {
    const gradient = w - goal;
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
    w -= (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
  }
  return w;
};

const subject = (kind: 'sgd' | 'adam', on: keyof typeof couplings): OptimizerSubject => ({
  name: `${kind} on ${on}`,
  create: (network) => createOptimizer(network, kind),
  ...couplings[on],
  after: kind === 'sgd' ? descent : adam,
});

/** Every optimiser on every kind of weights that it takes. */
const subjects: readonly OptimizerSubject[] = [
  subject('sgd', 'floats'),
  subject('sgd', 'conductances'),
  subject('sgd', 'crossbar'),
  subject('adam', 'floats'),
  subject('adam', 'conductances'),
];

describe.each(subjects.map((one) => [one.name, one] as const))('%s', (_, one) => {
  it.each(optimizerLaws.map((law) => [law.law, law] as const))('%s', (__, law) => {
    law(one, { runs: 10 });
  });
});

const [sgd, , , onFloats] = subjects;

/** A mistake each, as it might be made. */
const broken: readonly (readonly [breaks: string, mistake: string, OptimizerSubject])[] = [
  [
    'follows-its-algorithm',
    'one rate for all layers',
    {
      ...sgd,
      create(network) {
        const right = sgd.create(network);
        return {
          ...right,
          apply: (update, rates) =>
            right.apply(
              update,
              rates.map(() => rates[0]),
            ),
        };
      },
    },
  ],
  [
    'follows-its-algorithm',
    'moments begin anew at every step',
    {
      ...onFloats,
      create(network) {
        const right = onFloats.create(network);
        return {
          ...right,
          apply(update, rates) {
            for (const { values } of right.memory) values.fill(0);
            right.apply(update, rates);
          },
        };
      },
    },
  ],
  [
    'reads-see-the-new-weights',
    'couplings are not told that their weights were written',
    {
      ...onFloats,
      create: (network) =>
        onFloats.create({
          ...network,
          couplings: network.couplings.map((coupling) => ({
            ...coupling,
            floats: { ...coupling.floats!, changed: () => undefined },
          })),
        }),
    },
  ],
  [
    'memory-goes-on-to-the-same-bits',
    'the number of steps is not stored',
    {
      ...onFloats,
      create(network) {
        const right = onFloats.create(network);
        return { ...right, memory: right.memory.slice(0, -1) };
      },
    },
  ],
];

describe('a broken optimiser fails', () => {
  it.each(broken)('%s: %s', (breaks, _, one) => {
    const law = optimizerLaws.find((each) => each.law === breaks)!;
    expect(law.report(one, { runs: 10 })).toMatchObject({ status: 'failed' });
  });

  it('at least one for each law', () => {
    expect([...new Set(broken.map(([breaks]) => breaks))].sort()).toEqual(
      optimizerLaws.map(({ law }) => law).sort(),
    );
  });
});
