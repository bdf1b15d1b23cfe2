import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createShell } from '../fixture.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(content: unknown, ...[command = 'solve', ...options]: string[]) {
  const file = join(folder, 'n.json');
  writeFileSync(file, JSON.stringify(content));
  const { stdout, stderr, exitCode } = await createShell().run('network', command, file, ...options);
  return { stdout, exitCode, stderr: stderr.replace(`${folder}/`, '') };
}

/**
 * Two hidden nodes, of which the second stays at its diode; by hand: v1 = (3 - 1 + o) / 5, o =
 * (v1 + 0) / 3 = 1/7.
 */
const small = {
  energy: 'resistive',
  weights: [
    [
      [3, 1],
      [2, 1],
    ],
    [[1, 2]],
  ],
  inputs: [[1]],
  targets: [[0]],
  beta: 0.01,
};
const close = (value: number) => expect.closeTo(value, 12);

describe('network solve', () => {
  test('settles a small circuit as by hand', async () => {
    const { stdout, stderr, exitCode } = await run(small);
    expect([exitCode, stderr]).toEqual([0, '']);
    const { status, free, energy, cost, power, exactGradient, gradient } = JSON.parse(stdout);
    expect(status).toBe('settled');
    const [v, o] = [3 / 7, 1 / 7];
    expect(free).toEqual([[[1, -1]], [[close(v), 0]], [[close(o)]]]);
    const heat = 3 * (1 - v) ** 2 + (1 + v) ** 2 + 2 + 1 + (v - o) ** 2 + 2 * o ** 2;
    expect([energy, cost, power]).toEqual([[close(heat / 2)], [close(o ** 2 / 2)], [close(heat)]]);
    // lambda solves 5 a - b = 0, 3 b - a = o; dL/dg = -(dv)(dlambda).
    const [a, b] = [o / 14, (5 * o) / 14];
    expect(exactGradient.weights[1]).toEqual([[close(-(o - v) * (b - a)), close(-o * b)]]);
    expect(exactGradient.biases[1]).toEqual([close(b)]);
    // Centred, at beta = 0.01: off by about beta^2.
    expect(gradient.biases[1][0]).toBeCloseTo(b, 4);
  });

  test('tells how long a phase takes, from the slowest mode of the nodes off their diodes', async () => {
    const physical = { nodeCapacitanceF: '1 pF', conductanceUnitS: '1 uS' };
    const { time } = JSON.parse((await run({ ...small, ...physical })).stdout);
    // Nodes of 5 and 3 uS with 1 uS between them: the least eigenvalue of [[5, -1], [-1, 3]] is 4 -
    // sqrt(2).
    const slowestSec = 1e-6 / (4 - Math.SQRT2);
    const [v, o] = [3 / 7, 1 / 7];
    const powerW = 1e-6 * (3 * (1 - v) ** 2 + (1 + v) ** 2 + 3 + (v - o) ** 2 + 2 * o ** 2);
    const settleSec = slowestSec * Math.log(512);
    expect(time).toHaveLength(1);
    expect(time[0].slowestSec).toBeCloseTo(slowestSec, 15);
    expect(time[0].localSec).toBeCloseTo(1e-6 / 3, 15);
    expect(time[0].settleSec).toBeCloseTo(settleSec, 14);
    expect(time[0].powerW).toBeCloseTo(powerW, 15);
    expect(time[0].energyJ / (powerW * settleSec + 0.5e-12 * (v * v + o * o))).toBeCloseTo(1, 9);
  });

  test('a Hopfield network follows its own cost', async () => {
    const weights = [
      [
        [0.5, -0.2],
        [0.3, 0.4],
      ],
      [
        [0.6, -0.3],
        [0.2, 0.5],
      ],
    ];
    const network = {
      energy: 'hopfield',
      weights,
      biases: [
        [0.1, 0.2],
        [0, -0.1],
      ],
      inputs: [
        [0.7, 0.4],
        [0.2, 0.9],
      ],
      targets: [
        [1, 0],
        [0, 1],
      ],
      beta: 1e-3,
    };
    const costs = async (changed: object) => {
      const { cost } = JSON.parse((await run({ ...network, ...changed })).stdout);
      return (cost[0] + cost[1]) / 2;
    };
    const { gradient, exactGradient } = JSON.parse((await run(network)).stdout);
    const h = 1e-5;
    const moved = (by: number) => [
      weights[0]!.map((row, i) => row.map((w, j) => (i === 0 && j === 1 ? w + by : w))),
      weights[1],
    ];
    const numeric = ((await costs({ weights: moved(h) })) - (await costs({ weights: moved(-h) }))) / (2 * h);
    expect(exactGradient.weights[0][0][1]).toBeCloseTo(numeric, 8);
    expect(gradient.weights[0][0][1]).toBeCloseTo(numeric, 5);
  });

  test.each([
    [
      'a conductance below 0',
      {
        weights: [
          [
            [3, 1],
            [2, -1],
          ],
          [[1, 2]],
        ],
      },
      'weights[0][1][1] must be a conductance from 0, between source 1 and node 1 of layer 1 (got -1)',
    ],
    [
      'a floating node',
      {
        weights: [
          [
            [3, 1],
            [0, 0],
          ],
          [[1, 0]],
        ],
      },
      'node 1 of layer 1 has no path of conductances to a source: its voltage is not determined',
    ],
    [
      'floating nodes joined to each other',
      {
        weights: [
          [
            [0, 0],
            [0, 0],
          ],
          [[1, 2]],
        ],
      },
      'node 0 of layer 1 has no path of conductances to a source: its voltage is not determined',
    ],
    [
      'an odd number of sources',
      {
        weights: [
          [
            [3, 1, 1],
            [2, 1, 1],
          ],
          [[1, 2]],
        ],
      },
      'weights[0]: rows of 3, expected an even number, for [x, -x] of resistive networks',
    ],
    [
      'layers that do not fit',
      {
        weights: [
          [
            [3, 1],
            [2, 1],
          ],
          [[1, 2, 3]],
        ],
      },
      'weights[1]: rows of 3, expected 2, the units of the layer below',
    ],
    ['another energy', { energy: 'ising' }, 'energy: "ising", expected one of resistive, hopfield'],
    ['too few targets', { targets: [] }, 'targets: a list of 0, expected a list of 1 or more'],
    ['beta 0', { beta: 0 }, 'beta: 0, expected a number other than 0'],
    ['an unknown key', { betta: 1 }, 'betta: unknown key, did you mean beta?'],
  ])('%s is an error that says where', async (_, change, message) => {
    const { exitCode, stderr, stdout } = await run({ ...small, ...change });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^crossprop: n\.json: .*\n$/);
    expect(stderr).toContain(message);
  });

  test.each([
    ['in a node', 4],
    // 1 + 2 at the output, less 1 / 5 through the node that is free.
    ['in the network', 2.9],
  ])('beta beyond convexity %s is a status that names the node', async (_, beta) => {
    const { exitCode, stderr, stdout } = await run({ ...small, beta });
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).status).toBe('not-convex');
    expect(stderr).toContain('image 0, nudged by -beta: not-convex, at node 0 of layer 2');
  });

  test('a tolerance that rounding does not allow is a status that names the node that moves', async () => {
    const wide = {
      energy: 'hopfield',
      weights: [[[0.3]], [[0.99]]],
      inputs: [[0.1]],
      targets: [[0.7]],
      tolerance: 1e-300,
      maxSweeps: 3,
    };
    const { exitCode, stderr, stdout } = await run(wide);
    if (exitCode === 0) return expect(JSON.parse(stdout).residual).toBe(0);
    expect([exitCode, JSON.parse(stdout).status]).toEqual([3, 'max-sweeps']);
    expect(stderr).toMatch(/max-sweeps, at node 0 of layer [12], residual/);
  });
});

describe('network solve under diodes that are not ideal', () => {
  test('settles elsewhere than under ideal ones', async () => {
    const solved = async (more: object) => JSON.parse((await run({ ...small, ...more })).stdout);
    const [ideal, real] = [
      await solved({}),
      await solved({ diode: { model: 'piecewise', thresholdV: 0.1, onS: 1 } }),
    ];
    expect(real.status).toBe('settled');
    expect(real.free[1]).not.toEqual(ideal.free[1]);
  });

  test.each([
    [{ model: 'zener' }, 'diode.model: "zener", expected one of shockley, piecewise'],
    [
      { model: 'shockley', saturationA: -1, thermalV: 0.05 },
      'diode.saturationA: -1, expected a number above 0',
    ],
    [{ model: 'piecewise' }, 'diode.onS: missing, expected a number above 0'],
    [{ model: 'piecewise', onS: 1, tresholdV: 1 }, 'diode: tresholdV: unknown key, did you mean thresholdV?'],
  ])('%j is refused in one line', async (diode, message) => {
    const { exitCode, stderr } = await run({ ...small, diode });
    expect([exitCode, stderr.split('\n').length]).toEqual([2, 2]);
    expect(stderr).toContain(message);
  });
});

describe('network spice', () => {
  test('writes sources, conductors, diodes and the nudge', async () => {
    const { stdout } = await run(small, 'spice', '--nudge', '-0.5');
    const lines = stdout.split('\n');
    expect(lines).toContain('vs1 n0_1 0 -1');
    expect(lines).toContain('r1_1 n1_1 n2_0 0.5');
    expect(lines).toContain(
      'blow_n1_0 n1_0 0 i = -(0*(0-v(n1_0))+((0-v(n1_0)) > 0 ? 1000000000*((0-v(n1_0))-0) : 0))',
    );
    expect(lines).toContain('rt0 t0 n2_0 -2');
  });

  test('under diodes that are not ideal', async () => {
    const diode = { model: 'shockley', saturationA: '1 uA', thermalV: 0.05 };
    const { stdout } = await run({ ...small, diode }, 'spice');
    expect(stdout).toContain('blow_n1_0 n1_0 0 i = -0.000001*(exp((0-v(n1_0))/0.05)-1)');
  });

  test('of a Hopfield network there is none', async () => {
    const { exitCode, stderr } = await run({ ...small, energy: 'hopfield', inputs: [[1, 0]] }, 'spice');
    expect([exitCode, stderr]).toEqual([
      2,
      'crossprop: n.json: energy: "hopfield", expected resistive for a netlist\n',
    ]);
  });
});
