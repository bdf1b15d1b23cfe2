import fc from 'fast-check';
import { copyStored, restoreState, type StoredState } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { defineLaw, type Law } from '../../devices/testing/index.js';
import { kernels } from '../crossbar/fixture.js';

/** What a target is made from: a batch of outputs, and labels below 5. */
export interface Answers {
  readonly batch: number;
  readonly outputs: Float32Array;
  readonly labels: Uint8Array;
  readonly mask: Float32Array | null;
  readonly step: number;
}

export interface MadeTarget {
  readonly targetInto: (target: Float32Array, answers: Answers) => void;
  /** What decides: the largest of an image win. As it is before the next `observe`. */
  readonly scoresOf: (answers: Answers) => Float32Array;
  readonly observe: (target: Float32Array, answers: Answers) => void;
  readonly memory: StoredState;
}

export interface TargetSubject {
  readonly name: string;
  /** Same seed, same bits. */
  readonly create: (options: { winners: number; labelSmoothing: number; seed: number }) => MadeTarget;
}

/** Outputs; winners must share them out among 5 classes. */
export const units = 15;
export const winners = 3;

const cases = (_: TargetSubject) =>
  fc.record({
    seed: fc.nat({ max: 1000 }),
    batch: fc.integer({ min: 1, max: 6 }),
    labelSmoothing: fc.constantFrom(0, 0.3, 0.9),
    isMasked: fc.boolean(),
    /** Outputs on a grid of so many values, so that some tie. */
    values: fc.constantFrom(3, 1000),
  });

type Case = ReturnType<typeof cases> extends fc.Arbitrary<infer T> ? T : never;

function answersOf({ seed, batch, isMasked, values }: Case, step: number): Answers {
  const random = createRandom(seed).stream(`answers ${step}`);
  const draw = (count: number, name: string) => {
    const out = kernels.float32(count);
    kernels.uniformInto(out, { random: random.stream(name), step: 0 });
    return out;
  };
  const outputs = draw(batch * units, 'outputs');
  for (let i = 0; i < outputs.length; i++) outputs[i] = Math.floor(values * outputs[i]) / values;
  const mask = draw(batch * units, 'mask');
  for (let i = 0; i < mask.length; i++) mask[i] = Number(mask[i] > 0.3);
  const labels = Uint8Array.from({ length: batch }, (_, b) => (seed + b + step) % 5);
  return { batch, outputs, labels, mask: isMasked ? mask : null, step };
}

/** Targets of some batches in a row, each observed. */
function targetsOf(made: MadeTarget, at: Case, steps: readonly number[]): Float32Array[] {
  return steps.map((step) => {
    const answers = answersOf(at, step);
    const target = kernels.float32(at.batch * units).fill(7);
    made.targetInto(target, answers);
    made.observe(target, answers);
    return target;
  });
}

const choosesTheLargest = defineLaw({
  law: 'the-largest-win',
  statement: 'so many units of each image win, no loser scores above a winner; what is dropped out is 0',
  cases,
  check({ create }: TargetSubject, at) {
    const made = create({ winners, ...at });
    const loser = (at.labelSmoothing * winners) / units;
    const winner = 1 - at.labelSmoothing + loser;
    for (const step of [0, 1, 2]) {
      const answers = answersOf(at, step);
      const scores = made.scoresOf(answers).slice();
      const target = kernels.float32(at.batch * units).fill(7);
      made.targetInto(target, answers);
      for (let b = 0; b < at.batch; b++) {
        const places = Array.from({ length: units }, (_, i) => b * units + i);
        const dropped = places.filter((i) => answers.mask?.[i] === 0);
        const wrong = dropped.find((i) => target[i] !== 0);
        if (wrong !== undefined) throw new Error(`unit ${wrong} is dropped out, its target ${target[wrong]}`);
        const shown = places.filter((i) => !dropped.includes(i));
        const won = shown.filter((i) => Math.abs(target[i] - winner) < 1e-6);
        const lost = shown.filter((i) => Math.abs(target[i] - loser) < 1e-6);
        if (won.length + lost.length !== shown.length) throw new Error(`targets ${target}, of other values`);
        const isMissing = answers.mask === null ? won.length !== winners : won.length > winners;
        if (isMissing) throw new Error(`${won.length} winners of image ${b}, expected ${winners}`);
        const [least, most] = [
          Math.min(...won.map((i) => scores[i])),
          Math.max(...lost.map((i) => scores[i])),
        ];
        if (least < most) throw new Error(`image ${b}: a score of ${most} loses against ${least}`);
      }
      made.observe(target, answers);
    }
  },
});

const sameSeed = defineLaw({
  law: 'same-seed-same-targets',
  statement:
    'seed and step decide, ties too; an image has the same target whatever stands behind it in the batch',
  cases,
  check({ create }: TargetSubject, at) {
    const [first, again] = [0, 1].map(() => targetsOf(create({ winners, ...at }), at, [0, 1, 2]));
    first.forEach((target, step) => {
      if (target.some((d, i) => d !== again[step][i])) throw new Error(`step ${step} has another target`);
    });
    const answers = answersOf(at, 5);
    const target = kernels.float32(units);
    create({ winners, ...at }).targetInto(target, { ...answers, batch: 1 });
    const all = kernels.float32(at.batch * units);
    create({ winners, ...at }).targetInto(all, answers);
    if (target.some((d, i) => d !== all[i])) throw new Error('the first image has another target alone');
  },
});

const resumes = defineLaw({
  law: 'memory-goes-on-to-the-same-targets',
  statement: 'memory put into a fresh target goes on to the same bits',
  cases,
  check({ create }: TargetSubject, at) {
    const unbroken = create({ winners, ...at });
    targetsOf(unbroken, at, [0, 1, 2, 3]);
    const stored = copyStored(unbroken.memory);
    const wanted = targetsOf(unbroken, at, [4, 5, 6]);
    const resumed = create({ winners, ...at });
    const lacking = restoreState(resumed.memory, stored);
    if (lacking !== null) throw new Error(`a fresh target remembers another ${lacking}`);
    targetsOf(resumed, at, [4, 5, 6]).forEach((target, i) => {
      if (target.some((d, unit) => d !== wanted[i][unit])) throw new Error(`batch ${i} has another target`);
    });
  },
});

/** What every target obeys. */
export const targetLaws: readonly Law<TargetSubject>[] = Object.freeze([
  choosesTheLargest,
  sameSeed,
  resumes,
]);
