import { createSimdKernels } from '../crossbar/index.js';
import { resolveConfiguration } from '../src/experiments/configuration.js';
import { createInProcess } from '../src/experiments/in-process.js';
import { onChipConfiguration, publishedDevices } from '../src/experiments/published/on-chip-devices.js';
import { spearman } from '../src/experiments/statistics.js';
import { createTask } from '../src/experiments/task.js';
import type { Benchmark, BenchmarkContext, Outcome } from './benchmark.js';

const test = 10_000;

/** Accuracies of a device: as published, of backprop at the published and at twice the published rates, of EqProp. */
type Measured = Record<'published' | 'backprop' | 'backpropDoubled' | 'eqprop', number> & {
  readonly device: string;
};

/** Whether devices rank on our chip as they are published to do. */
export const publishedDevicesRank: Benchmark = { name: 'published-devices', target: 0.8, run: measure };

async function measure({ seed, images, log }: BenchmarkContext): Promise<Outcome> {
  const train = images ?? 8000;
  const executor = createInProcess({
    nowSec: () => performance.now() / 1000,
    createKernels: () => createSimdKernels(),
  });
  const accuracyOf = async (preset: string, rule: 'eqprop' | 'backprop', rates = 1) => {
    const own = onChipConfiguration(preset, { rule, seed, rates, train, test });
    const task = createTask('train', await resolveConfiguration(own, { source: preset }));
    let accuracy = Number.NaN;
    await executor.execute([task], {
      finished(outcome) {
        if (outcome.status === 'failed') throw new Error(outcome.error);
        accuracy = outcome.result.runs[0].accuracy.test ?? Number.NaN;
      },
    });
    log(`${preset} ${rule}, ${rates} times the published rates: ${accuracy}`);
    return accuracy;
  };
  const rows: Measured[] = [];
  for (const { preset, accuracy: published } of publishedDevices) {
    const backprop = await accuracyOf(preset, 'backprop');
    const doubled = await accuracyOf(preset, 'backprop', 2);
    const eqprop = await accuracyOf(preset, 'eqprop');
    rows.push({ device: preset, published, backprop, backpropDoubled: doubled, eqprop });
  }
  const rank = (of: (row: Measured) => number) =>
    spearman(
      rows.map(of),
      rows.map(({ published }) => published),
    );
  const correlations = {
    published: 1,
    backprop: rank(({ backprop }) => backprop),
    backpropDoubled: rank(({ backpropDoubled }) => backpropDoubled),
    eqprop: rank(({ eqprop }) => eqprop),
  };
  return {
    work: `400-100-10 learns ${train} images one by one on 8 published devices, ${test} tested; ratio = Spearman correlation with the published accuracies of those that backprop reaches at twice the published rates, to make up for images`,
    peer: 'MLP+NeuroSim, published figures (1,000,000 images)',
    ratio: correlations.backpropDoubled,
    rows: [...rows, { device: 'Spearman correlation', ...correlations }],
  };
}
