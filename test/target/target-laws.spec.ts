import { describe, expect, it } from 'vitest';
import { createTypescriptKernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { createLabelTarget } from '../../src/target/label-target.js';
import { createSelfDefinedTarget } from '../../src/target/self-defined-target.js';
import { kernels } from '../crossbar/fixture.js';
import { type Answers, type TargetSubject, targetLaws, units, winners } from './target-laws.js';

/** The threshold moves far enough in a batch to change who wins. */
const homeostasis = { gain: 2, targetActivity: winners / units };

function selfDefined(name: string, own: 'typescript' | 'simd', biased = false): TargetSubject {
  return {
    name,
    create({ winners: count, labelSmoothing, seed }) {
      const made = createSelfDefinedTarget({
        ...{ units, winners: count, labelSmoothing, homeostasis, biased },
        random: createRandom(seed).stream('ties'),
        kernels: own === 'simd' ? kernels : createTypescriptKernels(),
      });
      const { threshold, observe, memory } = made.homeostasis;
      return {
        targetInto: (target, { outputs, ...answers }) => made.targetInto(target, outputs, answers),
        scoresOf: ({ outputs }) =>
          outputs.map((s, i) => (biased ? s : Math.fround(s - threshold[i % units]))),
        observe: (target, { batch, step }) => observe(target, batch, step),
        memory,
      };
    },
  };
}

const labelled: TargetSubject = {
  name: 'labels',
  create({ labelSmoothing }) {
    const { targetInto } = createLabelTarget({ units, classes: units / winners, labelSmoothing });
    return {
      targetInto: (target, { labels, batch, mask }) => targetInto(target, labels, { batch, mask }),
      scoresOf: ({ outputs, labels }) =>
        outputs.map((_, i) => Number(Math.floor((i % units) / winners) === labels[Math.floor(i / units)])),
      observe: () => undefined,
      memory: [],
    };
  },
};

const typescript = selfDefined('self-defined, TypeScript', 'typescript');
const subjects: readonly TargetSubject[] = [
  labelled,
  typescript,
  selfDefined('self-defined, SIMD', 'simd'),
  selfDefined('self-defined, thresholds felt as biases', 'simd', true),
];

describe.each(subjects.map((one) => [one.name, one] as const))('%s', (_, one) => {
  it.each(targetLaws.map((law) => [law.law, law] as const))('%s', (__, law) => law(one));
});

/** A sound target with parts replaced. */
const wrong = (
  alter: (right: ReturnType<TargetSubject['create']>) => Partial<ReturnType<TargetSubject['create']>>,
): TargetSubject => ({
  name: 'wrong',
  create(options) {
    const right = typescript.create(options);
    return { ...right, ...alter(right) };
  },
});
let calls = 0;

/** A mistake each, as it might be made. */
const broken: readonly (readonly [breaks: string, mistake: string, TargetSubject])[] = [
  [
    'the-largest-win',
    'one winner too few',
    { name: 'fewer', create: (options) => typescript.create({ ...options, winners: winners - 1 }) },
  ],
  [
    'the-largest-win',
    'thresholds are left out',
    wrong(() => ({ scoresOf: ({ outputs }: Answers) => outputs })),
  ],
  [
    'the-largest-win',
    'what is dropped out may win',
    wrong(({ targetInto }) => ({
      targetInto: (target, answers) => targetInto(target, { ...answers, mask: null }),
    })),
  ],
  [
    'same-seed-same-targets',
    'ties are broken by how often it was asked',
    wrong(({ targetInto }) => ({
      targetInto: (target, answers) => targetInto(target, { ...answers, step: calls++ }),
    })),
  ],
  [
    'memory-goes-on-to-the-same-targets',
    'the threshold is not stored',
    wrong(({ memory }) => ({ memory: memory.slice(1) })),
  ],
];

describe('a broken target fails', () => {
  it.each(broken)('%s: %s', (breaks, _, one) => {
    const law = targetLaws.find((each) => each.law === breaks)!;
    expect(law.report(one)).toMatchObject({ status: 'failed' });
  });

  it('at least one for each law', () => {
    expect([...new Set(broken.map(([breaks]) => breaks))].sort()).toEqual(
      targetLaws.map(({ law }) => law).sort(),
    );
  });
});
