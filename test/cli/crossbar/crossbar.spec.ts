import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entryFile } from '../../../src/data/package-root.js';
import { createShell } from '../fixture.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossbar-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const array = { conductanceS: [[1e-3], [1e-3]], voltageV: [1, 0], bitLineOhm: 1000 };

async function run(command: string, content: unknown) {
  const file = join(folder, 'a.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const { stdout, stderr, exitCode } = await createShell().run('crossbar', command, file);
  return { stdout, exitCode, stderr: stderr.replace(`${folder}/`, '') };
}
const solve = async (content: unknown) => JSON.parse((await run('solve', content)).stdout);

describe('crossbar solve', () => {
  test('prints currents and voltages', async () => {
    const { exitCode, stderr, stdout } = await run('solve', array);
    expect([exitCode, stderr]).toEqual([0, '']);
    const close = (value: number) => expect.closeTo(value, 12);
    expect(JSON.parse(stdout)).toEqual({
      currentA: [close(2e-4)],
      cellCurrentA: [[close(4e-4)], [close(-2e-4)]],
      wordLineV: [[1], [0]],
      bitLineV: [[close(0.6)], [close(0.2)]],
      iterations: expect.any(Number),
      residual: expect.any(Number),
    });
  });

  test('a list of vectors gives lists', async () => {
    const vectors = [
      [1, 0],
      [0, 1],
    ];
    const { currentA, bitLineV, iterations } = await solve({ ...array, voltageV: vectors });
    expect(currentA).toEqual([[expect.closeTo(2e-4, 12)], [expect.closeTo(4e-4, 12)]]);
    expect(bitLineV).toHaveLength(2);
    expect(iterations).toBeTypeOf('number');
  });

  test('null is an open cell, a broken wire, and the voltage of what hangs on nothing', async () => {
    const { currentA, bitLineV } = await solve({
      resistanceOhm: [
        [1000, null],
        ['1 kohm', 2000],
      ],
      voltageV: [1, '500 mV'],
      bitLineOhm: [
        [0, null],
        [0, 0],
      ],
    });
    expect(currentA[0]).toBeCloseTo(1.5e-3, 15);
    expect(currentA[1]).toBeCloseTo(0.25e-3, 15);
    expect(bitLineV).toEqual([
      [0, null],
      [0, 0],
    ]);
  });

  test('takes a nonlinearity', async () => {
    const { currentA } = await solve({
      conductanceS: [[1e-3]],
      voltageV: [0.5],
      nonlinearity: { kind: 'sinh', voltageV: 0.25 },
    });
    expect(currentA[0]).toBeCloseTo(1e-3 * 0.25 * Math.sinh(2), 15);
  });

  test('reads standard input', () => {
    const program = entryFile('#main');
    const { stdout, stderr } = spawnSync(process.execPath, [program, 'crossbar', 'solve', '-'], {
      input: JSON.stringify(array),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).currentA[0]).toBeCloseTo(2e-4, 12);
  });

  test.each([
    [{ ...array, bitLineOhm: null }, 'Broken wires leave no path from a source to a ground'],
    [{ ...array, bitLineOhm: -1 }, 'a.json: bitLineOhm: -1, expected a number from 0, or null = broken'],
    [{ ...array, wordLineOhm: [[1], [-1]] }, 'a.json: wordLineOhm[1][0]: -1, expected a number from 0'],
    [{ ...array, wordLineOhm: [[1]] }, 'a.json: wordLineOhm: a list of 1, expected a list of 2'],
    [{ ...array, conductanceS: [[1], [1, 2]] }, 'a.json: conductanceS[1]: a list of 2, expected a list of 1'],
    [{ ...array, conductanceS: [] }, 'a.json: conductanceS: expected a matrix'],
    [{ ...array, resistanceOhm: [[1]] }, 'a.json: 2 of resistanceOhm and conductanceS, expected one'],
    [{ voltageV: [1] }, 'a.json: 0 of resistanceOhm and conductanceS, expected one'],
    [{ resistanceOhm: [[0]], voltageV: [1] }, 'a.json: resistanceOhm[0][0]: 0, expected a number above 0'],
    [{ ...array, voltageV: [1, null] }, 'a.json: voltageV[1]: null, expected a number'],
    [{ ...array, voltageV: [[1, 2], [1]] }, 'a.json: voltageV[1]: a list of 1, expected a list of 2'],
    [{ conductanceS: [[1]] }, 'a.json: voltageV: missing, expected a list of 1'],
    [{ ...array, sourceOhm: null }, 'a.json: sourceOhm: null, expected a number from 0'],
    [{ ...array, bitlineOhm: 1 }, 'a.json: bitlineOhm: unknown key, did you mean bitLineOhm?'],
    [
      { weights: [[8, 3]], inputs: [[9, 15]], hardware: {} },
      'a.json: weights: unknown key, expected conductanceS and voltageV: a weight w is a pair of cells',
    ],
    [{ ...array, nonlinearity: { kind: 'cosh' } }, 'nonlinearity.kind: "cosh", expected one of sinh, none'],
    [
      { ...array, nonlinearity: { kind: 'sinh' } },
      'nonlinearity.voltageV: missing, expected a number above 0',
    ],
    [[1], 'a.json: expected a mapping'],
    ['{', 'a.json: Expected property name'],
  ])('%j is wrong input', async (content, message) => {
    const { exitCode, stdout, stderr } = await run('solve', content);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim()).not.toContain('\n');
  });

  test('a file that is not there', async () => {
    const { exitCode, stderr } = await createShell().run('crossbar', 'solve', '/nowhere.json');
    expect([exitCode, stderr]).toEqual([
      2,
      'crossprop: /nowhere.json: ENOENT, expected a readable JSON file\n',
    ]);
  });

  test('ends with 3 where the numbers are not finite', async () => {
    const steep = { conductanceS: [[1]], voltageV: [100], nonlinearity: { kind: 'sinh', voltageV: 1e-3 } };
    const { exitCode, stdout, stderr } = await run('solve', steep);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).currentA).toEqual([null]);
    expect(stderr).toContain('a.json: the solve ended non-finite');
  });
});

describe('crossbar spice', () => {
  test('prints a netlist', async () => {
    const { stdout, exitCode } = await run('spice', array);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\* crossbar of 2 word lines and 1 bit lines\n/);
    expect(stdout).toMatch(/^print i\(vout0\)$/m);
  });

  test('of one vector', async () => {
    const { exitCode, stderr } = await run('spice', {
      ...array,
      voltageV: [
        [1, 0],
        [0, 1],
      ],
    });
    expect([exitCode, stderr]).toEqual([
      2,
      'crossprop: a.json: voltageV: 2 vectors, expected one for a netlist\n',
    ]);
  });
});

test.each([[['solve']], [['spice']], [[]]])('help of %j has an example', async (command) => {
  const { exitCode, stdout } = await createShell().run('crossbar', ...command, '--help');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Example:\n  $ ');
});
