import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, normalInto } from '../../../devices/index.js';
import { engine } from '../../../src/cli/shared/engine.js';
import { pngBytes } from '../../data/own-subjects.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell } from '../fixture.js';

/** A command line with the engine of the package. */
const run = (...argv: string[]) => createShell({ engine }).run(...argv);

/** Vectors of `size` numbers about a centre of their class: `count` rows of CSV, with a header. */
function vectorsCsv(count: number, { size, classes }: { size: number; classes: readonly string[] }): string {
  const random = createRandom(5).stream('own data');
  const centres = normalInto(new Float32Array(classes.length * size), { random, step: 0 });
  const noise = normalInto(new Float32Array(count * size), { random, step: 1 });
  const names = Array.from({ length: size }, (_, k) => `f${k}`);
  const rows = Array.from({ length: count }, (_, i) => {
    const c = i % classes.length;
    const values = names.map((_, k) => (5 + 4 * centres[c * size + k]! + noise[i * size + k]!).toFixed(2));
    return [...values, classes[c]].join(',');
  });
  return `${[...names, 'kind'].join(',')}\n${rows.join('\n')}\n`;
}

/** Images of 6 x 5 in two classes, mostly red or mostly blue. */
function colourFiles(): Record<string, Uint8Array> {
  const shape = { height: 6, width: 5, channels: 3 };
  const entries = Array.from({ length: 60 }, (_, i) => {
    const isRed = i % 2 === 0;
    const pixels = Uint8Array.from({ length: 90 }, (__, k) => {
      const strong = k % 3 === (isRed ? 0 : 2);
      return (strong ? 150 : 0) + ((Math.imul(i * 90 + k + 1, 0x9e3779b1) >>> 16) % 100);
    });
    const part = i < 40 ? 'train' : 'test';
    return [`${part}/${isRed ? 'red' : 'blue'}/${i}.png`, pngBytes(pixels, shape)] as const;
  });
  return Object.fromEntries(entries);
}

function written(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const threeKinds = { size: 4, classes: ['small', 'middle', 'large'] };
const sixKinds = { size: 95, classes: ['a', 'b', 'c', 'd', 'e', 'f'] };

const cases = [
  [
    '150 vectors of 4',
    { 'data.csv': vectorsCsv(150, threeKinds) },
    'data.csv',
    'normalise: range',
    '[4, 30, 3]',
  ],
  [
    'a CSV of 95 features',
    { 'data.csv': vectorsCsv(240, sixKinds) },
    'data.csv',
    'normalise: range',
    '[95, 18, 6]',
  ],
  ['a folder of colour PNGs', colourFiles(), '', 'flatten: NHWC', '[90, 10, 2]'],
] as const;

describe.each(cases)('%s', (_, files, name, edit, layers) => {
  it('goes from file to the score of a chip that tells its classes', async () => {
    const folder = written(files);
    const path = join(folder, name);
    const config = join(folder, 'chip.yaml');
    writeFileSync(
      config,
      [
        `dataset: {path: ${JSON.stringify(path)}, ${edit}}`,
        `network: {layers: ${layers}}`,
        'learning: {mode: supervised, dropout: 0, epochs: 40, batchSize: 8}',
        'hardware: {training: transfer}',
      ].join('\n'),
    );
    const out = join(folder, 'out');
    const { exitCode, stderr } = await run('train', config, '--out', out, '--threads', '1');
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
    const { dataset, config: kept, runs } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    expect(dataset.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(kept.dataset).toMatchObject({ name: 'own', path });
    // Four deviations above the share of a guess among as many test images.
    const chance = 1 / JSON.parse(layers)[2];
    const deviation = Math.sqrt((chance * (1 - chance)) / dataset.test);
    expect(runs[0].accuracy.test).toBeGreaterThan(chance + 4 * deviation);
  });

  it('is inspected, with a block that resolves and a page of images', async () => {
    const folder = written(files);
    const page = join(folder, 'page.html');
    const { exitCode, stdout } = await run('data', 'inspect', join(folder, name), '--out', page, '--json');
    expect(exitCode).toBe(0);
    const { inputs, classes, suggested } = JSON.parse(stdout);
    const numbers = JSON.parse(layers);
    expect([inputs, classes.length]).toEqual([numbers[0], numbers[2]]);
    expect(readFileSync(page, 'utf8').match(/<img /g)).toHaveLength(10);
    const config = join(folder, 'suggested.yaml');
    writeFileSync(config, suggested);
    const ended = await run(
      'train',
      config,
      '--set',
      'learning.epochs=1',
      'hardware=ideal',
      '--out',
      join(folder, 'o'),
    );
    expect([ended.exitCode, ended.exitCode === 0 ? '' : ended.stderr]).toEqual([0, '']);
  });
});

const csv = (text: string) => ({ 'd.csv': text });
const png = (height: number, width: number) =>
  pngBytes(new Uint8Array(height * width), { height, width, channels: 1 });
const tall = png(2, 2);
for (const at of [16, 20]) new DataView(tall.buffer, tall.byteOffset).setUint32(at, 8192);
const huge = png(2, 2);
new DataView(huge.buffer, huge.byteOffset).setUint32(16, 2 ** 31 - 1);

it.each([
  [
    'sizes that differ',
    { 'd/a/1.png': png(2, 2), 'd/b/2.png': png(2, 3) },
    'd',
    '2 x 3 pixels, expected 2 x 2',
  ],
  ['an empty class', { 'd/a/1.png': png(2, 2), 'd/b/n.txt': 'none' }, 'd', 'b: no PNG or JPEG image'],
  ['an image too large for its bytes', { 'd/a/1.png': tall }, 'd', '8192 x 8192 pixels in its header and'],
  ['a huge image declared', { 'd/a/1.png': huge }, 'd', 'expected an image of 1 to 67108864 pixels'],
  ['a truncated image', { 'd/a/1.png': png(9, 9).slice(0, 50) }, 'd', 'expected a whole PNG image'],
  ['a GIF', { 'd/a/1.gif': 'GIF89a' }, 'd', '1.gif: expected a PNG or JPEG image'],
  ['a label that is missing', csv('1,2,x\n3,4,\n'), 'd.csv', 'd.csv:2: column 3: no label'],
  ['a text among numbers', csv('1,2,x\n3,four,y\n'), 'd.csv', 'column 2: expected a number (got "four")'],
  ['a short line', csv('1,2,x\n3,y\n'), 'd.csv', 'd.csv:2: expected 3 columns (got 2)'],
  [
    'targets of a regression',
    csv('1,2,0.5\n3,4,0.7\n'),
    'd.csv',
    'targets of a regression are not supported',
  ],
  ['an empty folder', { 'd/n.txt': '' }, 'd', 'expected folders of PNG or JPEG images by class'],
])(
  '%s: one line, exit code 2, nothing written',
  async (_, files: Record<string, string | Uint8Array>, name, message) => {
    const folder = written(files);
    const config = join(folder, 'c.yaml');
    writeFileSync(config, `dataset: {path: ${JSON.stringify(join(folder, name))}}`);
    const out = join(folder, 'out');
    const { exitCode, stdout, stderr } = await run('train', config, '--out', out);
    expect([exitCode, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain(message);
    expect(existsSync(out)).toBe(false);
  },
);

it('labels beyond dataset.classes, and options of files for a named set, are refused', async () => {
  const folder = written(csv('1,2,0\n3,4,7\n'));
  const data = ['--set', `dataset.path=${join(folder, 'd.csv')}`, 'dataset.classes=3'];
  const config = join(folder, 'c.yaml');
  writeFileSync(config, '{}');
  expect((await run('train', config, ...data)).stderr).toContain(
    'label 7 of image 1: expected whole numbers from 0 to 2',
  );
  const named = ['--set', 'dataset.name=digits', 'dataset.classes=3'];
  expect((await run('train', config, ...named)).stderr).toContain(
    'dataset.classes must be left out for digits (got 3)',
  );
});
