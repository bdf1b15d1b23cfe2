import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModule } from '../../benchmarks/shared/python.js';
import { createImageFeed } from '../../src/experiments/inference/images.js';
import { readImages } from '../../src/experiments/inference/read-images.js';
import { prepareNetwork } from '../../src/graph/prepare.js';
import { createFloatNetwork } from '../../src/graph/run/float-network.js';
import { createRuntime } from '../../src/graph/run/runtime.js';
import { temporaryFolder } from '../runs/temporary-folder.js';

const { test: digits } = readImages('digits', { calibrationImages: 1 });

/** In floating point, on the test images of the digits, as the guide normalises them. */
async function accuracyOf(file: string): Promise<number> {
  const runtime = await createRuntime();
  const { graph } = await prepareNetwork(file, { runtime: async () => runtime });
  const float = await createFloatNetwork(graph, { runtime });
  const feed = createImageFeed(digits, graph.input, { mean: [0.305], std: [0.376] });
  const logits = (await float.run(feed.batch(0, digits.count))).get(graph.output)!.data as Float32Array;
  const right = Array.from({ length: digits.count }, (_, i) => {
    const own = logits.subarray(10 * i, 10 * i + 10);
    return own.indexOf(Math.max(...own)) === digits.labels[i];
  });
  return right.filter((is) => is).length / digits.count;
}

describe('the network that PyTorch has exported', () => {
  it('scores in floating point what PyTorch measured', async () => {
    // 337 of 360 images, as digits-network.py printed.
    expect(await accuracyOf('docs/examples/digits-network.onnx')).toBe(337 / 360);
  });

  const torch = findModule('torch');
  const exporter = findModule('onnxscript');
  it.skipIf('missing' in torch || 'missing' in exporter)(
    'agrees on a network trained and exported now (skipped where Python has no torch or no onnxscript)',
    async () => {
      const file = join(temporaryFolder(), 'fresh.onnx');
      const { command } = torch as { command: string };
      const printed = execFileSync(command, ['docs/examples/digits-network.py', file], {
        encoding: 'utf8',
        env: { ...process.env, OMP_NUM_THREADS: '1' },
      });
      expect(readFileSync(file).length).toBeGreaterThan(1000);
      expect(printed).toContain(`test accuracy ${(await accuracyOf(file)).toFixed(6)}`);
    },
    60_000,
  );
});
