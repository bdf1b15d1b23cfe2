import type { Coupling, FloatWeights } from '../../../src/network/coupling.js';
import { couplings } from './coupling-implementations.js';
import type { BuiltCoupling, CouplingSubject } from './coupling-subject.js';

/** A coupling made to break a law. */
export interface BrokenCoupling {
  readonly breaks: string;
  /** The mistake, as it might be made. */
  readonly mistake: string;
  readonly subject: CouplingSubject;
}

const named = (name: string) => couplings.find((subject) => subject.name === name)!;
const sound = named('ideal, few units');
const { post } = sound;

/** A sound subject whose couplings are altered as they are made. */
function wrong(
  breaks: string,
  mistake: string,
  alter: (right: BuiltCoupling, again: () => BuiltCoupling) => BuiltCoupling,
  subject = sound,
): BrokenCoupling {
  const create: CouplingSubject['create'] = (weights, random) =>
    alter(subject.create(weights, random), () => subject.create(weights, random));
  return { breaks, mistake, subject: { ...subject, create } };
}

/** Parts of the coupling replaced. */
const withParts =
  (parts: (right: Coupling, again: () => Coupling) => Partial<Coupling>) =>
  (right: BuiltCoupling, again: () => BuiltCoupling): BuiltCoupling => ({
    ...right,
    coupling: { ...right.coupling, ...parts(right.coupling, () => again().coupling) },
  });

const withFloats = (parts: (right: FloatWeights) => Partial<FloatWeights>) =>
  withParts(({ floats }) => ({ floats: { ...floats!, ...parts(floats!) } }));

/** An update cut to whole pulses of 2e-3, downwards. */
function roundedDown({ coupling, ...rest }: BuiltCoupling): BuiltCoupling {
  const { values, summed, changed } = coupling.floats!;
  const step = 2e-3;
  const update: Coupling['update'] = (product) => {
    summed(product, (sum, from) => {
      for (let i = 0; i < sum.length; i++) values[from + i] += step * Math.floor(sum[i] / step);
    });
    changed();
  };
  return { ...rest, coupling: { ...coupling, update } };
}

let drawn = 0;

/** One for each law, at least. */
export const brokenCouplings: readonly BrokenCoupling[] = [
  wrong(
    'forward-is-W-times-x',
    'every row of a batch gets the output of the first',
    withParts(({ forwardInto }) => ({
      forwardInto(out, values, batch) {
        forwardInto(out, values, batch);
        for (let row = 1; row < batch; row++) out.copyWithin(row * post, 0, post);
      },
    })),
  ),
  wrong(
    'forward-is-W-times-x',
    'the output has a nonlinear term',
    withParts(({ forwardInto }) => ({
      forwardInto(out, values, batch) {
        forwardInto(out, values, batch);
        for (let i = 0; i < batch * post; i++) out[i] += 1e-4 * out[i] ** 2;
      },
    })),
  ),
  wrong(
    'backward-is-the-transpose',
    'the transposed matrix is not renewed by an update',
    withParts((_, again) => ({ backwardInto: again().backwardInto })),
  ),
  wrong(
    'backward-is-the-transpose',
    'a coupling without feedback leaves what was in the output',
    withParts(() => ({ backwardInto: () => undefined })),
    named('no feedback'),
  ),
  wrong(
    'update-adds-the-outer-product',
    'the scale is left out',
    withParts(({ update }) => ({ update: (product) => update({ ...product, scale: 1 }) })),
  ),
  {
    ...wrong('update-adds-the-outer-product', 'pulses are rounded down', roundedDown),
    subject: { ...sound, resolution: 2e-3, create: (...given) => roundedDown(sound.create(...given)) },
  },
  wrong(
    'update-adds-the-outer-product',
    'pruned weights are updated too',
    withParts((_, again) => ({ update: again().update })),
    named('pruned'),
  ),
  wrong(
    'summed-hands-out-the-product',
    'the product is added to the weights and use is not called',
    withParts(({ floats, update }) => ({ floats: { ...floats!, summed: (product) => update(product) } })),
    named('ideal conductances'),
  ),
  wrong(
    'summed-hands-out-the-product',
    'the sum of the call before is left in',
    withFloats(({ values, summed }) => {
      const total = new Float32Array(values.length);
      return {
        summed(product, use) {
          summed(product, (sum, from) => {
            for (let i = 0; i < sum.length; i++) total[from + i] += sum[i];
          });
          use(total, 0);
        },
      };
    }),
  ),
  wrong(
    'summed-hands-out-the-product',
    'the transposed matrix is not renewed by changed',
    withFloats(() => ({ changed: () => undefined })),
  ),
  wrong(
    'repeatable-reads-repeat',
    'the noise of converters is not counted as noise',
    withParts(() => ({ repeatable: true })),
    named('crossbar, noisy converters'),
  ),
  wrong(
    'memory-goes-on-to-the-same-bits',
    'the memory lacks the state of the devices',
    ({ memory, ...right }) => ({ ...right, memory: memory.slice(1) }),
    named('crossbar'),
  ),
  wrong(
    'memory-goes-on-to-the-same-bits',
    'an array under the coupling is not told that its memory was written',
    (right) => ({ ...right, restored: () => undefined }),
    named('twin arrays'),
  ),
  wrong(
    'memory-goes-on-to-the-same-bits',
    'noise is drawn from a stream that all couplings share',
    withParts(({ forwardInto }) => ({
      forwardInto(out, values, batch) {
        forwardInto(out, values, batch);
        out[0] += 1e-6 * ++drawn;
      },
    })),
  ),
  wrong(
    'shows-its-matrix',
    'the exact transposed matrix is not renewed by an update',
    withParts(({ exact }, again) => ({ exact: { ...exact!, transposed: again().exact!.transposed } })),
  ),
  wrong(
    'shows-its-matrix',
    'the input gain is left out',
    withParts(({ shown }) => ({
      shown: {
        ...shown!,
        weightsInto: (out: Float32Array) => shown!.weightsInto(out).map((weight) => weight / 3),
      },
    })),
    named('signed input'),
  ),
];
