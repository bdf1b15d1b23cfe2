import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createShell } from '../fixture.js';

const run = (...argv: string[]) => createShell().run('devices', ...argv);
const json = async (...argv: string[]) => JSON.parse((await run(...argv, '--json')).stdout);

describe('devices', () => {
  test('list: every entry with a source', async () => {
    const { models, presets } = await json('list');
    expect(models.map(({ name }: { name: string }) => name)).toContain('vteam');
    expect(presets).toHaveLength(18);
    for (const { name, source } of [...models, ...presets]) expect([name, source]).not.toContain(undefined);
    const { stdout } = await run('list');
    expect(stdout).toContain('hzo-fefet');
    const [named] = stdout.split('\n\n');
    expect(named!.split('\n').map((line) => line.split('  ')[0])).toEqual([
      'Models that a configuration can name',
      ...models.map(({ name }: { name: string }) => name),
    ]);
  });

  test('show: constants with their sources, and A with its sign', async () => {
    const { exponential, constants, pulses } = await json('show', 'ag-a-si');
    expect(exponential.aUp).toBeCloseTo(0.4992 * 97, 2);
    expect(exponential.aDown).toBeCloseTo(-0.2003 * 100, 2);
    expect(pulses).toEqual({ up: 97, down: 100 });
    expect(constants.nonlinearityDown).toMatchObject({ value: -4.88, source: { doi: '10.1021/nl904092h' } });
    expect((await run('show', 'ecram')).stdout).toContain('10.1109/IEDM.2018.8614551');
    expect((await run('show', 'exp-step')).stdout).toMatch(/^exp-step: .*\nsource: Gong/);
    const { exitCode, stderr } = await run('show', 'ecramm');
    expect([exitCode, stderr]).toEqual([2, 'crossprop: Unknown device "ecramm", did you mean ecram?\n']);
  });

  test('trace: one-sided devices have no way down', async () => {
    const trace = await json('trace', 'pcm', '--up', '3', '--noiseless');
    expect(trace).toMatchObject({ model: 'exp-step', unit: 'weight', down: null });
    expect(trace.up).toHaveLength(4);
    // From w = 0: 0.01 (1 + 27.235).
    expect(trace.up[1]).toBeCloseTo(0.28235, 6);
    expect(await json('trace', 'gst-pcm', '--up', '1', '--down', '0')).toMatchObject({ unit: 'S' });
    const { stdout } = await run('trace', 'epiram', '--up', '2', '--down', '2', '--noiseless');
    expect(stdout.split('\n')[0]).toMatch(/^pulses {2}up, S +down, S$/);
  });

  test.each([
    [
      ['trace', 'pcm', '--up', 'many'],
      "option '--up <N>' argument 'many' is invalid. Expected a whole number from 0 to 1000000.",
    ],
    [['plot', 'pcm', '--out', '/nowhere/at/all.svg'], '--out /nowhere/at/all.svg: ENOENT, expected a file'],
    [['trace', 'pcm', '--seed', 'abc'], "argument 'abc' is invalid. Expected a whole number from 0."],
    [
      ['plot', 'pcm', '--out', 'a.svg', '--seed', '-1'],
      "argument '-1' is invalid. Expected a whole number from 0.",
    ],
    [['plot', 'pcm'], "required option '--out <F.svg>' not specified"],
  ])('%j is wrong usage', async (argv, message) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('plot writes one SVG, the same for the same seed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'devices-'));
    try {
      const [a, b, c] = ['a', 'b', 'c'].map((name) => join(folder, `${name}.svg`)) as [
        string,
        string,
        string,
      ];
      expect((await run('plot', 'reram-array-om', '--out', a)).stdout).toBe(`${a}\n`);
      await run('plot', 'reram-array-om', '--out', b);
      await run('plot', 'reram-array-om', '--out', c, '--seed', '2');
      expect(readFileSync(a, 'utf8')).toMatch(/^<svg xmlns.*aria-label="Pulse response of reram-array-om/);
      expect(readFileSync(a, 'utf8')).toBe(readFileSync(b, 'utf8'));
      expect(readFileSync(a, 'utf8')).not.toBe(readFileSync(c, 'utf8'));
      await run('plot', 'no-such-device', '--out', join(folder, 'd.svg'));
      expect(existsSync(join(folder, 'd.svg'))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
