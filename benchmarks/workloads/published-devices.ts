import { createSimdKernels } from '../../crossbar/index.js';
import { resolveConfiguration } from '../../src/configuration/configuration.js';
import { onChipConfiguration, publishedDevices } from '../../src/experiments/published/on-chip-devices.js';
import { meanInterval, spearman } from '../../src/experiments/results/statistics.js';
import { createInProcess } from '../../src/experiments/tasks/in-process.js';
import { createTask } from '../../src/experiments/tasks/task.js';
import type { Benchmark, BenchmarkContext, Outcome } from '../shared/benchmark.js';

const test = 10_000;
const chips = 3;

/** Accuracies of a device: as published, and means over the chips of ours by either rule. */
type Measured = Record<'published' | 'backprop' | 'eqprop', number> & { readonly device: string };

/** Whether devices rank on our chip as they are published to do. */
export const publishedDevicesRank: Benchmark = { name: 'published-devices', target: 0.8, run: measure };

async function measure({ seed, images, log }: BenchmarkContext): Promise<Outcome> {
  const train = images ?? 8000;
  const executor = createInProcess({
    nowSec: () => performance.now() / 1000,
    createKernels: () => createSimdKernels(),
  });
  const accuracyOf = async (preset: string, rule: 'eqprop' | 'backprop') => {
    const tasks = [];
    for (let chip = 0; chip < chips; chip++) {
      const own = onChipConfiguration(preset, { rule, seed: seed + chip, train, test });
      tasks.push(createTask('train', await resolveConfiguration(own, { source: preset })));
    }
    const accuracies: number[] = [];
    await executor.execute(tasks, {
      finished(outcome) {
        if (outcome.status === 'failed') throw new Error(outcome.error);
        accuracies.push(outcome.result.runs[0].accuracy.test ?? Number.NaN);
      },
    });
    log(`${preset} ${rule}: ${accuracies.join(', ')}`);
    return meanInterval(accuracies).mean;
  };
  const rows: Measured[] = [];
  for (const { preset: device, accuracy: published } of publishedDevices) {
    const backprop = await accuracyOf(device, 'backprop');
    const eqprop = await accuracyOf(device, 'eqprop');
    rows.push({ device, published, backprop, eqprop });
  }
  const rank = (rule: 'backprop' | 'eqprop') =>
    spearman(
      rows.map((row) => row[rule]),
      rows.map(({ published }) => published),
    );
  const correlations = { published: 1, backprop: rank('backprop'), eqprop: rank('eqprop') };
  return {
    work: `400-100-10 learns ${train} images one by one on 8 published devices, ${chips} chips each, ${test} images tested; ratio = Spearman correlation of backprop's mean accuracies with the published ones`,
    peer: 'MLP+NeuroSim, published figures (1,000,000 images)',
    ratio: correlations.backprop,
    rows: [...rows, { device: 'Spearman correlation', ...correlations }],
  };
}
