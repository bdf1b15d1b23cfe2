import { createSimdKernels } from '../crossbar/index.js';
import { resolveConfiguration } from '../src/experiments/configuration.js';
import { createInProcess } from '../src/experiments/in-process.js';
import { onChipConfiguration, publishedDevices } from '../src/experiments/published/on-chip-devices.js';
import { spearman } from '../src/experiments/statistics.js';
import { createTask } from '../src/experiments/task.js';
import type { Benchmark, BenchmarkContext, Outcome } from './benchmark.js';

const test = 10_000;

/** Whether devices rank on our chip as they are published to do. */
export const publishedDevicesRank: Benchmark = { name: 'published-devices', target: 0.8, run: measure };

async function measure({ seed, images, log }: BenchmarkContext): Promise<Outcome> {
  const train = images ?? 8000;
  const executor = createInProcess({
    nowSec: () => performance.now() / 1000,
    createKernels: () => createSimdKernels(),
  });
  const accuracyOf = async (preset: string, rule: 'eqprop' | 'backprop') => {
    const own = onChipConfiguration(preset, { rule, seed, train, test });
    const task = createTask('train', await resolveConfiguration(own, { source: preset }));
    let accuracy = Number.NaN;
    await executor.execute([task], {
      finished(outcome) {
        if (outcome.status === 'failed') throw new Error(outcome.error);
        accuracy = outcome.result.runs[0].accuracy.test ?? Number.NaN;
      },
    });
    log(`${preset} ${rule} ${accuracy}`);
    return accuracy;
  };
  const rows = [];
  for (const { preset, accuracy: published } of publishedDevices) {
    const backprop = await accuracyOf(preset, 'backprop');
    rows.push({ device: preset, published, backprop, eqprop: await accuracyOf(preset, 'eqprop') });
  }
  const order = rows.map(({ published }) => published);
  const ratio = spearman(
    rows.map(({ backprop }) => backprop),
    order,
  );
  const ofEqprop = spearman(
    rows.map(({ eqprop }) => eqprop),
    order,
  );
  return {
    work: `400-100-10 learns ${train} images one by one on 8 published devices, ${test} tested; ratio = Spearman correlation of backprop's accuracies with the published ones`,
    peer: 'MLP+NeuroSim, published figures (1,000,000 images)',
    ratio,
    rows: [...rows, { device: 'Spearman correlation', published: 1, backprop: ratio, eqprop: ofEqprop }],
  };
}
