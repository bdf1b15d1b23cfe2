import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { npzBytes } from '../../../src/data/readers/npz.js';
import type { NetworkEstimateResult } from '../../../src/experiments/inference/network-result.js';
import { readImages } from '../../../src/experiments/inference/read-images.js';
import { networkEstimateHtml } from '../../../src/report/pages/network-estimate-html.js';
import { networkFile } from '../../graph/network-fixture.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell } from '../fixture.js';

const engine = {
  createKernels: async () => () => createSimdKernels(),
  networkEstimateHtml: async (result: NetworkEstimateResult) => networkEstimateHtml(result),
};
const { run } = createShell({ engine });
const network = 'docs/examples/digits-network.onnx';
const chip = 'docs/examples/network-chip.yaml';
const digits = ['--chip', chip, '--data', 'digits', '--images', '64', '--seeds', '2'];

const resultIn = (folder: string): NetworkEstimateResult =>
  JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));

/** All but the times. */
const untimed = ({ timing: _, ...rest }: NetworkEstimateResult) => rest;

describe('crossprop inspect', () => {
  it('shows arrays, their reads and products, and what stays float', async () => {
    const { exitCode, stdout } = await run('inspect', network, '--json', '--chip', chip);
    const inspection = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    const rows = inspection.arrays.map((layer: Record<string, unknown>) => [
      ...[
        layer.label,
        layer.operator,
        layer.matrices,
        layer.rows,
        layer.cols,
        layer.tiles,
        layer.reads,
        layer.macs,
      ],
    ]);
    expect(rows).toEqual([
      ['conv1', 'Conv', 1, 8, 9, 1, 64, 64 * 72],
      ['depthwise', 'Conv', 8, 1, 9, 8, 64, 64 * 72],
      ['conv2', 'Conv', 1, 16, 72, 2, 16, 16 * 16 * 72],
      ['fc', 'Gemm', 1, 10, 64, 1, 1, 640],
    ]);
    expect(inspection.refused).toEqual([]);
    const text = (await run('inspect', network, '--set', 'model.digital=[depth*]')).stdout;
    expect(text).toContain('float by model.digital: depthwise');
  });
});

describe('crossprop estimate of a network', () => {
  let folder: string;
  let stdout: string;
  beforeAll(async () => {
    folder = join(import.meta.dirname, '../../../coverage', `network-estimate-${process.pid}`);
    ({ stdout } = await run('estimate', network, ...digits, '--out', folder, '--force'));
  });

  it('says floats first, then chips with an interval, layers, agreement and energy', () => {
    const result = resultIn(folder);
    expect(stdout.indexOf('floating point')).toBeLessThan(stdout.indexOf('chip  '));
    expect(result.kind).toBe('network-estimate');
    expect(result.dataset).toMatchObject({ name: 'digits', test: 64 });
    // 64 images, of which PyTorch has 59 right.
    expect(result.float.accuracy).toBeGreaterThan(0.85);
    expect(result.chip.values).toHaveLength(2);
    expect(result.chip.ci95).not.toBeNull();
    const { same, bothRight, lost, gained, bothWrong } = result.agreement;
    expect(bothRight + lost + gained + bothWrong).toBeCloseTo(1, 12);
    expect(bothRight + lost).toBeCloseTo(result.float.accuracy, 12);
    expect(bothRight + gained).toBeCloseTo(result.chip.mean, 12);
    expect(same).toBeGreaterThanOrEqual(bothRight);
    for (const layer of result.layers) {
      expect(layer.error).toBeGreaterThan(0.01);
      expect(layer.error).toBeLessThan(0.5);
      expect(layer.clippedInputs).toBeLessThan(0.01);
    }
    expect(result.cost.energyJ).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Layer by layer');
  });

  it('goes on where it was stopped, to the same result', async () => {
    const whole = resultIn(folder);
    const begun = temporaryFolder();
    await run('estimate', network, ...digits, '--seeds', '1', '--out', begun, '--force');
    const one = resultIn(begun);
    expect(one.chips).toEqual(whole.chips.slice(0, 1));
    const { exitCode } = await run('estimate', network, ...digits, '--out', begun, '--resume');
    expect(exitCode).toBe(0);
    expect(untimed(resultIn(begun))).toEqual(untimed(whole));
    const other = await run('estimate', networkFile('lenet'), ...digits, '--out', begun, '--resume');
    expect(other.exitCode).toBe(2);
    expect(untimed(resultIn(begun))).toEqual(untimed(whole));
  });

  it('runs again as config.yaml has it, and its report is rebuilt', async () => {
    const again = temporaryFolder();
    await run(
      'estimate',
      join(folder, 'config.yaml'),
      '--images',
      '64',
      '--seeds',
      '2',
      '--out',
      again,
      '--force',
    );
    expect(untimed(resultIn(again))).toEqual(untimed(resultIn(folder)));
    expect((await run('report', again)).exitCode).toBe(0);
    expect((await run('export', again)).stdout).toContain('digits-network.onnx');
  });

  it('takes images from an NPZ file, the first of them to calibrate by', async () => {
    const made = temporaryFolder();
    const file = join(made, 'own.npz');
    const images = Float32Array.from({ length: 40 * 64 }, (_, i) => ((i * 37) % 101) / 101);
    const labels = Uint8Array.from({ length: 40 }, (_, i) => i % 10);
    const tensors = new Map([
      ['images', { shape: [40, 8, 8], data: images }],
      ['labels', { shape: [40], data: labels }],
    ]);
    writeFileSync(file, npzBytes(tensors));
    const out = join(made, 'out');
    const options = ['--data', file, '--seeds', '1', '--out', out, '--set', 'calibration.images=10'];
    const { exitCode, stderr } = await run('estimate', networkFile('lenet'), ...options);
    expect(stderr).not.toContain('crossprop:');
    expect(exitCode).toBe(0);
    expect(resultIn(out).dataset).toMatchObject({ name: 'own', train: 10, test: 30 });
    // Drawn weights on drawn images: no better than chance.
    expect(resultIn(out).findings[0]).toContain('data.mean, data.std or data.order is probably wrong');
  });

  it('takes vectors from a CSV file: the same images as in an NPZ file, the same answers', async () => {
    const made = temporaryFolder();
    const images = Array.from({ length: 30 }, (_, i) =>
      Array.from({ length: 64 }, (_, j) => (((i * 64 + j) * 37) % 101) / 128),
    );
    const labels = images.map((_, i) => i % 10);
    const rows = images.map((image, i) => [...image, labels[i]].join(','));
    const csv = join(made, 'own.csv');
    writeFileSync(csv, `${[...images[0]!.map((_, j) => `p${j}`), 'label'].join(',')}\n${rows.join('\n')}\n`);
    const npz = join(made, 'own.npz');
    const tensors = new Map([
      ['images', { shape: [30, 64], data: Float32Array.from(images.flat()) }],
      ['labels', { shape: [30], data: Uint8Array.from(labels) }],
    ]);
    writeFileSync(npz, npzBytes(tensors));
    for (const file of [csv, npz]) {
      const read = readImages(file, { calibrationImages: 10 });
      expect([read.train.count, read.test.count, read.test.width]).toEqual([10, 20, 64]);
      // One image of each class is set aside in turn.
      expect(Array.from(read.train.labels)).toEqual(labels.slice(0, 10));
    }
    const [a, b] = [csv, npz].map((file) => readImages(file, { calibrationImages: 10 }).test);
    expect([...(a!.values as Float32Array)]).toEqual([...(b!.values as Float32Array)]);
  });

  it('keeps labels that are whole numbers, and takes an equal share of each class to calibrate by', () => {
    const file = join(temporaryFolder(), 'some.npz');
    const labels = [3, 3, 3, 3, 7, 7, 7, 7];
    const tensors = new Map([
      ['images', { shape: [8, 4], data: Float32Array.from({ length: 32 }, (_, i) => i / 32) }],
      ['labels', { shape: [8], data: Uint8Array.from(labels) }],
    ]);
    writeFileSync(file, npzBytes(tensors));
    const { train, test } = readImages(file, { calibrationImages: 4 });
    expect([Array.from(train.labels), Array.from(test.labels)]).toEqual([
      [3, 3, 7, 7],
      [3, 3, 7, 7],
    ]);
    expect(Array.from(test.values).slice(0, 4)).toEqual([8, 9, 10, 11].map((i) => i / 32));
  });
});

describe('what cannot be estimated is said in one line, and nothing is written', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['no data', [network], 'estimate: --data is missing'],
    ['other data', [network, '--data', 'nowhere'], 'nowhere: ENOENT, expected'],
    ['images of another size', [networkFile('lenet'), '--data', 'mnist'], 'input image of shape'],
    ['a number of means', [network, '--data', 'digits', '--set', 'data.mean=[1, 2]'], 'data.mean: 2 numbers'],
    [
      'an unknown field',
      [network, '--data', 'digits', '--set', 'model.digitl=[a]'],
      'did you mean model.digital?',
    ],
    [
      'a layer that is not there',
      [network, '--data', 'digits', '--set', 'model.digital=[x]'],
      'model.digital: x',
    ],
    [
      'an ideal chip',
      [network, '--data', 'digits', '--set', 'hardware=ideal'],
      'expected a chip to estimate',
    ],
    ['a budget', [network, '--data', 'digits', '--budget'], '--budget: not supported yet'],
    ['workers', [network, '--data', 'digits', '--workers', '2'], '--workers: not supported yet'],
    ['pickled weights', ['package.pt', '--data', 'digits'], 'pickled weights'],
    [
      'another file',
      ['package.json', '--chip', chip, '--data', 'digits'],
      'expected an ONNX file and --chip',
    ],
  ];
  it.each(cases)('%s', async (_, argv, message) => {
    const out = join(temporaryFolder(), 'out');
    const { exitCode, stdout, stderr } = await run('estimate', ...argv, '--out', out);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([exitCode, stdout, existsSync(out)]).toEqual([2, '', false]);
    expect(readdirSync(join(out, '..'))).toEqual([]);
  });
});
