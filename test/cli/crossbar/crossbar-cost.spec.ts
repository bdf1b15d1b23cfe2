import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../fixture.js';

let folder = '';
const file = (name: string) => join(folder, name);
const run = (...argv: string[]) => createShell().run('crossbar', 'cost', ...argv);
const json = async (name: string) => JSON.parse((await run(file(name), '--json')).stdout);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cost-'));
  const write = (name: string, text: string) => writeFileSync(file(name), text);
  write('default.yaml', 'name: one\n');
  write(
    'wired.yaml',
    'name: wired\nhardware: {array: {rows: 32, cols: 16, wordLineOhm: 2, bitLineOhm: 2}}\n',
  );
  write(
    'two.yaml',
    'network: {layers: [64, 32, 10]}\nlearning: {learningRate: [1, 1], dropout: [0, 0, 0], eqprop: {strategy: euler}, target: {winners: 2}, backprop: {learningRate: [1, 1]}}\n',
  );
  const vast = 'hardware: {array: {rows: 65536, cols: 65536, wordLineOhm: 1, bitLineOhm: 1}}';
  write('vast.yaml', `network: {layers: [64, 32]}\n${vast}\n`);
  write('too-vast.yaml', `network: {layers: [65536, 32768]}\n${vast}\n`);
  write('preset.yaml', 'hardware: {device: {preset: gst-pcm}}\n');
  write('backprop.yaml', 'learning: {rule: backprop, backprop: {batchSize: 8}}\n');
  write('ideal.yaml', 'hardware: ideal\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Part {
  readonly energyJ: number;
  readonly latencySec: number;
  readonly areaM2: number;
  readonly energyShare: number;
}

describe('crossbar cost', () => {
  it('adds up: parts to the whole', async () => {
    const { energyJ, latencySec, areaM2, parts, read, write } = await json('default.yaml');
    const sum = (key: keyof Part, of: readonly Part[]) => of.reduce((total, part) => total + part[key], 0);
    expect(sum('energyJ', parts)).toBeCloseTo(energyJ, 12);
    expect(sum('energyShare', parts)).toBeCloseTo(1, 12);
    expect(sum('latencySec', parts)).toBeCloseTo(latencySec, 12);
    expect(sum('areaM2', parts)).toBeCloseTo(areaM2, 12);
    // One layer, two phases: two forward reads, a nudge and a sixteenth of an update.
    expect(energyJ).toBeGreaterThan(2 * read.energyJ + write.energyJ / 16);
    expect(energyJ).toBeLessThan(2.1 * read.energyJ + write.energyJ / 16);
  });

  it('says where every number comes from', async () => {
    const { assumptions } = await json('default.yaml');
    expect(assumptions.length).toBeGreaterThan(20);
    for (const { name, value, source, assumption, reason } of assumptions) {
      expect(value, name).toEqual(expect.any(Number));
      if (assumption) expect(reason.length, name).toBeGreaterThan(10);
      else expect(source.doi, name).toMatch(/^10\./);
    }
  });

  it('takes wires from the configuration, or says that it assumes them', async () => {
    const wired = (await json('wired.yaml')).advice;
    expect(wired).toMatchObject({ rows: 32, cols: 16, wordLineOhm: 2, bitLineOhm: 2, idealWires: false });
    expect((await json('default.yaml')).advice).toMatchObject({
      idealWires: true,
      wordLineOhm: 1,
      powerOfTwo: 32,
    });
    const { stdout } = await run(file('default.yaml'));
    expect(stdout).toContain(
      '128 x 128 tiles at 1 ohm a segment lose 35 % of their current, cells at 50.1 uS, their mean before training: ' +
        '39 x 39 keep it under 5 %, of powers of two 32 x 32.',
    );
    expect(stdout).toContain("The configuration's wires are ideal");
    expect((await run(file('wired.yaml'))).stdout).not.toContain('are ideal');
  });

  it('takes tiles to be no larger than the matrix, and refuses one that no memory holds', async () => {
    const { advice } = await json('vast.yaml');
    expect(advice).toMatchObject({ rows: 64, cols: 64 });
    const { exitCode, stdout, stderr } = await run(file('too-vast.yaml'));
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/too-vast.yaml: hardware.array: a tile of 65536 x 65536: about 618 GB .*\n$/);
  });

  it('counts a deeper network, and the published pulses of a preset', async () => {
    const { areaM2, read } = await json('two.yaml');
    expect([areaM2, read.energyJ].every((value) => value > 0)).toBe(true);
    const { assumptions } = await json('preset.yaml');
    const voltage = assumptions.find(({ name }: { name: string }) => name === 'write.voltageV');
    expect(voltage).toMatchObject({ value: 3, source: { doi: expect.stringMatching(/^10\./) } });
  });

  it('says the rule and its batches', async () => {
    expect((await run(file('backprop.yaml'))).stdout).toMatch(
      /^\S+: one image of backprop training, batches of 8\n/,
    );
  });

  it('draws the loss', async () => {
    const { exitCode, stdout } = await run(file('wired.yaml'), '--out', file('loss.svg'));
    expect([exitCode, stdout.includes('loss.svg')]).toEqual([0, true]);
    expect(readFileSync(file('loss.svg'), 'utf8')).toMatch(
      /^<svg xmlns.*aria-label="Share of the current lost/,
    );
  });

  it.each([
    ['an ideal chip', () => [file('ideal.yaml')], 'hardware: "ideal", expected a chip'],
    ['no file', () => [file('none.yaml')], 'none.yaml: ENOENT'],
    [
      'a picture nowhere',
      () => [file('wired.yaml'), '--out', '/nowhere/at/all.svg'],
      '--out /nowhere/at/all.svg: ENOENT',
    ],
  ])('%s is wrong usage', async (_, argv, message) => {
    const { exitCode, stdout, stderr } = await run(...argv());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
