import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entryFile } from '../../src/data/package-root.js';
import { temporaryFolder } from '../runs/temporary-folder.js';

/**
 * Hours of training by batches of a tenth of a second: one that goes on for two seconds after the
 * signal is ended.
 */
const slowChip = {
  dataset: { name: 'digits' },
  network: {
    layers: [
      { conv: { channels: 16, size: 3, padding: 1 } },
      { pool: { kind: 'average', size: 2, stride: 2 } },
      { full: 100 },
    ],
  },
  learning: {
    ...{ epochs: 1000, batchSize: 3, learningRate: [0.002, 0.03], dropout: [0, 0, 0] },
    target: { winners: 4 },
    eqprop: { strategy: 'euler', freeSteps: 20, nudgedSteps: 5 },
    backprop: { learningRate: [0.5, 2], target: { winners: 4 } },
  },
};

it('a convolutional chip that trains shows its progress, and Ctrl-C ends it with what it has', async () => {
  const folder = temporaryFolder();
  const [config, out] = [join(folder, 'slow.json'), join(folder, 'run')];
  writeFileSync(config, JSON.stringify(slowChip));
  const argv = [entryFile('#main'), 'train', config, '--out', out, '--threads', '1'];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  await new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      told += chunk;
      if (/eqprop-chip (train|sample) \d+ %/.test(told)) resolve();
    });
    child.once('exit', () => resolve());
  });
  child.kill('SIGINT');
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  expect(code).toBe(130);
  expect(existsSync(join(out, 'result.json'))).toBe(true);
  expect(readdirSync(out)).not.toContain('progress.json');
}, 60_000);
