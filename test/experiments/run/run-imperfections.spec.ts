import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../devices/index.js';
import { resolveConfiguration, resolveLearning } from '../../../src/configuration/configuration.js';
import { createModel } from '../../../src/experiments/build/model.js';
import type { Coupling } from '../../../src/network/coupling.js';
import { kernels, uniforms } from '../../crossbar/fixture.js';
import { perfectChip } from '../perfect-chip.js';
import { quickDigits, runOf, weightsOf } from '../run-fixture.js';

const pre = 64;
const post = 40;
/**
 * Weights, 2 devices each: a share s of them is known to sqrt(s (1 - s) / n), a deviation to 1 /
 * sqrt(2 n) of it.
 */
const n = post * pre;
const most = 64;

/** Inputs go to the DACs as they are. */
const plain = 'converters.scaling.noise=none';

/**
 * The array of a chip that is perfect but for what `set` says, as a run makes it; full range stands
 * for 1.
 */
async function arrayWith(
  set: readonly string[],
  weights: Float32Array = new Float32Array(n),
): Promise<Coupling> {
  const configuration = await resolveConfiguration(
    { dataset: { name: 'digits' }, network: { layers: [pre, post] }, hardware: perfectChip(1) },
    { source: 'test', set: [plain, ...set].map((assignment) => `hardware.${assignment}`) },
  );
  const { network, hardware } = configuration;
  const model = createModel(network, resolveLearning(configuration, 'eqprop'), {
    hardware,
    kernels,
    random: createRandom(3),
    initial: [{ weights, bias: new Float32Array(post) }],
    maxBatch: most,
  });
  return model.network.couplings[0] as Coupling;
}

const matrixOf = ({ weightsInto }: Coupling) => weightsInto(new Float32Array(n));
const ones = (length: number) => kernels.float32(length).fill(1);

/** Change of each weight by an update that wants `change`, times the input of its column. */
function changesBy(coupling: Coupling, change: number, input = ones(pre)): Float32Array {
  const before = matrixOf(coupling);
  coupling.update({ post: ones(post), pre: input, rows: 1, scale: change });
  return matrixOf(coupling).map((weight, i) => weight - before[i]);
}

/** Outputs of one read and W x of each, W being the weights that the array holds. */
function readAndExact(coupling: Coupling, x: Float32Array, seen = (value: number) => value) {
  const out = kernels.float32(most * post);
  coupling.forwardInto(out, x, most);
  const weights = matrixOf(coupling);
  const exact = Array.from(out, (_, i) => {
    const [b, row] = [Math.floor(i / post), i % post];
    let sum = 0;
    for (let j = 0; j < pre; j++) sum += weights[row * pre + j] * seen(x[b * pre + j]);
    return sum;
  });
  return { out, exact, weights };
}

const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
const rmsOf = (values: ArrayLike<number>) => Math.sqrt(meanOf(Array.from(values, (x) => x * x)));
const deviationOf = (values: ArrayLike<number>) => {
  const mean = meanOf(values);
  return rmsOf(Array.from(values, (x) => x - mean));
};
const mostOf = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a, (x, i) => x - b[i]);
const within = (found: number, wanted: number, share: number) => {
  expect(found).toBeGreaterThan(wanted * (1 - share));
  expect(found).toBeLessThan(wanted * (1 + share));
};

/**
 * 1000 pulses from one bound to the other: one moves both devices of a weight, by 2e-3 together.
 */
const coarse = 'device.states=1000';
const pulse = 2e-3;
/** 5 standard errors of a deviation from n numbers. */
const five = 5 / Math.sqrt(2 * n);
const small = () => uniforms(n, 'small', [-0.25, 0.25]);
const inputs = () => uniforms(most * pre, 'inputs', [0, 1]);

describe('alone on a perfect chip,', () => {
  it('nothing at all reads W x and adds what is wanted', async () => {
    const array = await arrayWith([], small());
    const { out, exact } = readAndExact(array, inputs());
    // A step of the 24-bit ADC is 64 / 2^23.
    expect(mostOf(apart(out, exact))).toBeLessThan(2e-5);
    expect(mostOf(changesBy(array, 0.01).map((change) => change - 0.01))).toBeLessThan(5e-6);
  });

  it('steps that vary by 30 % between devices make changes vary by 30 % / sqrt(2)', async () => {
    const changes = changesBy(await arrayWith([coarse, 'device.deviceVariation.step=0.3']), 10 * pulse);
    within(meanOf(changes), 10 * pulse, 5 * (0.3 / Math.SQRT2 / Math.sqrt(n)));
    within(deviationOf(changes), (10 * pulse * 0.3) / Math.SQRT2, five);
  });

  it('bounds that vary by 10 % of the range make the largest weights vary by 10 % sqrt(2)', async () => {
    const array = await arrayWith([coarse, 'device.gMinS=5e-5', 'device.deviceVariation.bounds=0.1']);
    changesBy(array, 4);
    within(meanOf(matrixOf(array)), 1, (5 * 0.1 * Math.SQRT2) / Math.sqrt(n));
    within(deviationOf(matrixOf(array)), 0.1 * Math.SQRT2, five);
  });

  it('noise of 30 % from pulse to pulse averages over the 10 pulses of each of two devices', async () => {
    const changes = changesBy(await arrayWith([coarse, 'device.cycleNoise=0.3']), 10 * pulse);
    within(meanOf(changes), 10 * pulse, (5 * 0.3) / Math.sqrt(20 * n));
    within(deviationOf(changes), (10 * pulse * 0.3) / Math.sqrt(20), five);
  });

  it('soft bounds make a step go as the distance from the bound ahead', async () => {
    for (const weight of [-0.5, 0, 0.5]) {
      const soft = [coarse, 'device.model=soft-bounds'];
      const up = changesBy(await arrayWith(soft, new Float32Array(n).fill(weight)), pulse);
      const down = changesBy(await arrayWith(soft, new Float32Array(n).fill(weight)), -pulse);
      // Programming leaves a weight within half a pulse, and a pulse goes by where it begins.
      within(meanOf(up), pulse * (1 - weight), 5e-3);
      within(-meanOf(down), pulse * (1 + weight), 5e-3);
    }
  });

  it('1000 states round a change to a whole pulse beside it, up or down with the right mean', async () => {
    const input = uniforms(pre, 'one input', [0, 1]);
    const changes = changesBy(await arrayWith([coarse]), 10 * pulse, input);
    const pulses = Array.from(changes, (change) => change / pulse);
    for (const [i, count] of pulses.entries()) {
      expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-3);
      expect(Math.abs(count - 10 * input[i % pre])).toBeLessThan(1 + 1e-3);
    }
    const parts = Array.from(input, (x) => 10 * x - Math.floor(10 * x));
    const variance = meanOf(parts.map((part) => part * (1 - part)));
    const errors = pulses.map((count, i) => count - 10 * input[i % pre]);
    expect(Math.abs(meanOf(errors))).toBeLessThan(5 * Math.sqrt(variance / n));
    within(rmsOf(errors) ** 2, variance, 5 * five);
  });

  it('64 levels per device leave 127 weights, the nearest of which is programmed', async () => {
    const wanted = uniforms(n, 'wide', [-0.9, 0.9]);
    const weights = matrixOf(await arrayWith(['array.levels=64'], wanted));
    expect(mostOf(Array.from(weights, (weight) => 63 * weight - Math.round(63 * weight)))).toBeLessThan(1e-3);
    const errors = apart(weights, wanted);
    expect(mostOf(errors)).toBeLessThan(0.5 / 63 + 1e-5);
    within(rmsOf(errors), 1 / 63 / Math.sqrt(12), five);
  });

  it('a DAC of 8 bits rounds inputs to multiples of 1 / 255', async () => {
    const rounded = (x: number) => Math.round(255 * x) / 255;
    const array = await arrayWith(['converters.dac.bits=8'], small());
    const { out, exact } = readAndExact(array, inputs(), rounded);
    expect(mostOf(apart(out, exact))).toBeLessThan(2e-5);
    const { exact: unrounded, weights } = readAndExact(array, inputs());
    // Errors uniform over a step, times the 64 weights of an output; 10 % for 4096 inputs seen by
    // 40 rows.
    within(rmsOf(apart(out, unrounded)), (rmsOf(weights) * Math.sqrt(pre)) / 255 / Math.sqrt(12), 0.1);
  });

  it('an ADC of 8 bits and range 2 rounds outputs to multiples of 2 / 127 and clips at 2', async () => {
    const array = await arrayWith(['converters.adc.bits=8', 'converters.adc.range=2'], small());
    const { out, exact } = readAndExact(array, inputs());
    const step = 2 / 127;
    const errors = apart(
      out,
      exact.map((sum) => Math.min(Math.max(sum, -2), 2)),
    );
    expect(mostOf(Array.from(out, (sum) => sum / step - Math.round(sum / step)))).toBeLessThan(1e-4);
    expect(mostOf(errors)).toBeLessThan(step / 2 + 2e-5);
    within(rmsOf(errors.filter((_, i) => Math.abs(exact[i]) < 2)), step / Math.sqrt(12), five);
    expect(mostOf(exact)).toBeGreaterThan(2);
  });

  it('a nudge DAC of 1 bit takes targets of 0.02 and 0.72 as 0 and 1', async () => {
    const learned = async (...set: string[]) => {
      const given = ['learning.target.homeostasis.gain=0', ...set];
      return weightsOf(await runOf(await quickDigits('learning.epochs=1', ...given)));
    };
    const sharp = await learned('learning.target.labelSmoothing=0', 'hardware.converters.nudge.bits=24');
    const fine = await learned('learning.target.labelSmoothing=0.3', 'hardware.converters.nudge.bits=24');
    expect(await learned('learning.target.labelSmoothing=0.3', 'hardware.converters.nudge.bits=1')).toEqual(
      sharp,
    );
    expect(fine).not.toEqual(sharp);
  });

  it('read noise of 1 % of each conductance has the variance that the devices add up to', async () => {
    const array = await arrayWith(['read.noise=0.01'], small());
    const x = inputs();
    const { out, exact, weights } = readAndExact(array, x);
    // G+ and G- = (1 +- w) / 2 of the range, each with 1 % of itself.
    const scores = apart(out, exact).map((error, i) => {
      let variance = 0;
      for (let j = 0; j < pre; j++) {
        const weight = weights[(i % post) * pre + j];
        variance += (0.01 * x[Math.floor(i / post) * pre + j]) ** 2 * ((1 + weight ** 2) / 2);
      }
      return error / Math.sqrt(variance);
    });
    expect(Math.abs(meanOf(scores))).toBeLessThan(5 / Math.sqrt(n));
    within(rmsOf(scores), 1, five);
  });

  it('a current of V0 sinh(V / V0) bends inputs of up to 0.2 V', async () => {
    const bent = (x: number) => (0.25 / 0.2) * Math.sinh((0.2 * x) / 0.25);
    const array = await arrayWith(['read.nonlinearity={kind: sinh, voltageV: 0.25}'], small());
    const { out, exact } = readAndExact(array, inputs(), bent);
    expect(mostOf(apart(out, exact))).toBeLessThan(3e-5);
    expect(bent(1)).toBeGreaterThan(1.1);
  });

  it('cells of which 2 % are stuck leave weights that move by a half or not at all', async () => {
    const changes = changesBy(await arrayWith(['faults.stuckLow=0.02']), 0.01);
    const moved = (share: number) =>
      Array.from(changes).filter((change) => Math.abs(change - 0.01 * share) < 5e-6).length;
    const expectShare = (count: number, share: number) => {
      expect(Math.abs(count / n - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / n));
    };
    expectShare(moved(1), 0.98 ** 2);
    expectShare(moved(0.5), 2 * 0.98 * 0.02);
    expectShare(moved(0), 0.02 ** 2);
    expect(moved(1) + moved(0.5) + moved(0)).toBe(n);
  });

  it('a limit of 31 pulses cuts a change of 100 to 31', async () => {
    const changes = changesBy(await arrayWith([coarse, 'write.pulses=31']), 100 * pulse);
    expect(mostOf(changes.map((change) => change - 31 * pulse))).toBeLessThan(1e-5);
  });

  it('rounding at random keeps 0.3 of a pulse on average, rounding to nearest loses it', async () => {
    const atRandom = changesBy(await arrayWith([coarse]), 0.3 * pulse);
    const moved = Array.from(atRandom).filter((change) => Math.abs(change - pulse) < 1e-6).length;
    expect(Math.abs(moved / n - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / n));
    const nearest = changesBy(await arrayWith([coarse, 'write.scheme=deterministic']), 0.3 * pulse);
    expect(mostOf(nearest)).toBe(0);
  });
});

it('a run on the default chip repeats to the bit', async () => {
  const once = () => quickDigits('learning.epochs=1').then((configuration) => runOf(configuration));
  expect(await once()).toEqual(await once());
});
