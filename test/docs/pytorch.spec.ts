import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModule } from '../../benchmarks/shared/python.js';
import { resolveConfiguration } from '../../src/configuration/configuration.js';
import { parseYaml } from '../../src/configuration/text/parse-yaml.js';
import { readTensorFile } from '../../src/data/readers/tensor-file.js';
import { digits, runOf } from '../experiments/run-fixture.js';
import { temporaryFolder } from '../runs/temporary-folder.js';

const example = readFileSync('docs/examples/mlp.yaml', 'utf8');

const accuracyOf = async (...set: string[]) => {
  const configuration = await resolveConfiguration(parseYaml(example, 'mlp.yaml'), {
    source: 'mlp.yaml',
    set,
  });
  return (await runOf(configuration, digits)).result.accuracy.test as number;
};

describe('the network trained in PyTorch', () => {
  it('scores in floating point what PyTorch measured, and on the chip about that', async () => {
    // 326 of 360 images, as mlp.py printed.
    expect(await accuracyOf('hardware=ideal')).toBe(326 / 360);
    // 5 sigma of a binomial share of 360 images: 5 sqrt(0.9 * 0.1 / 360) = 0.08.
    expect(Math.abs((await accuracyOf()) - 326 / 360)).toBeLessThan(0.08);
  });

  const torch = findModule('torch');
  it.skipIf('missing' in torch)(
    'agrees on a network trained now (skipped where Python has no torch)',
    async () => {
      const file = join(temporaryFolder(), 'fresh.safetensors');
      const { command } = torch as { command: string };
      // Threads that wait for each other crawl where other tests hold the cores.
      const env = { ...process.env, OMP_NUM_THREADS: '1' };
      const printed = execFileSync(command, ['docs/examples/mlp.py', file], { encoding: 'utf8', env });
      expect([...readTensorFile(file).keys()]).toEqual(['0.weight', '0.bias', '2.weight', '2.bias']);
      const accuracy = await accuracyOf('hardware=ideal', `network.weights=${file}`);
      expect(printed).toContain(`test accuracy ${accuracy.toFixed(6)}`);
    },
  );
});
