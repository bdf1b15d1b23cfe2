import { describe, expect, it, vi } from 'vitest';
import { copyStored } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/base/errors.js';
import type { Configuration } from '../../../src/configuration/configuration.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { ExperimentEvent } from '../../../src/experiments/run/context.js';
import { run } from '../../../src/experiments/run/run.js';
import type { Checkpoints, Snapshot } from '../../../src/experiments/run/snapshot.js';
import type { EngineName } from '../../../src/runs/threads/engine-names.js';
import { createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';
import { nativeKernels } from '../../../src/runs/threads/native-engine.js';
import { digits, quickDigits, still, weightsOf } from '../run-fixture.js';

/** Checkpoints that forget nothing and share no memory with the run. */
function createMemory(everySec = Infinity): Checkpoints & { readonly saved: Snapshot[] } {
  const saved: Snapshot[] = [];
  return {
    saved,
    everySec,
    save: (_, snapshot) => void saved.push(copyOf(snapshot)),
    load: () => (saved.length > 0 ? copyOf(saved.at(-1)!) : null),
  };
}

/** A structured clone would share the memory of the kernels. */
function copyOf({ meta, arrays }: Snapshot): Snapshot {
  return { meta: structuredClone(meta), arrays: copyStored(arrays) };
}

interface RunWith {
  readonly engine?: EngineName;
  readonly checkpoints?: Checkpoints;
  /**
   * Stops at the first event that it is true of, or at a reading of the clock, of which training
   * makes two per batch.
   */
  readonly stopAt?: ((event: ExperimentEvent) => boolean) | number;
}

function runOf(configuration: Configuration, { checkpoints, stopAt = 0, engine }: RunWith = {}) {
  const controller = new AbortController();
  const observe = (event: ExperimentEvent) => {
    if (typeof stopAt === 'function' && stopAt(event)) controller.abort();
  };
  let readings = 0;
  const nowSec = () => {
    if (++readings === stopAt) controller.abort();
    return 0;
  };
  const { rule } = configuration.learning;
  const context = {
    ...still,
    nowSec,
    observe,
    signal: controller.signal,
    ...(checkpoints && { checkpoints }),
    ...(engine && { createKernels: () => createThreadedKernels(1, { engine }) }),
  };
  const { hardware } = configuration;
  return run(configuration, digits, { id: 'test', rule, hardware, ...context });
}

const deep = [
  'network.layers=[64, 40, 30]',
  'learning.learningRate=[0.03, 0.03]',
  'learning.dropout=[0.3, 0, 0.2]',
  'learning.backprop.learningRate=[1, 1]',
];
const short = ['hardware=ideal', 'dataset.train=200', 'dataset.test=100', 'learning.epochs=3'];

/** Pretraining, then winners and labels in turn, two optimisers. */
const semi = {
  dataset: { name: 'digits', train: 300, test: 100 },
  network: { layers: [64, 50, 10] },
  learning: {
    mode: 'semi-supervised',
    loss: 'cross-entropy',
    optimizer: 'adam',
    labels: 60,
    epochs: 2,
    batchSize: 32,
    learningRate: [1e-3, 1e-3],
    target: { winners: 1, homeostasis: { gain: 0.1 } },
    dropout: [0.3, 0.5, 0],
    pretrain: { epochs: 2, batchSize: 8 },
    labelled: { batchSize: 8 },
    backprop: { learningRate: [1e-3, 1e-3], target: { winners: 1 } },
  },
  hardware: 'ideal',
};

const chip = ['dataset.train=200', 'dataset.test=100', 'learning.epochs=3'];
const wired = [
  'hardware.array.wordLineOhm=2',
  'hardware.array.bitLineOhm=2',
  'hardware.array.rows=40',
  'hardware.array.wireUpdateEvery=2',
  'hardware.array.wireSolveEvery=5',
  'hardware.converters.adc.noise=0.01',
];

const twin = [
  'hardware.array.phases=twin',
  'hardware.neurons.noise=0.02',
  'hardware.neurons.offset=0.02',
  'hardware.homeostasis.as=bias',
  'hardware.homeostasis.bits=8',
  'hardware.homeostasis.rounding=stochastic',
];

const cases: readonly [string, () => Promise<Configuration>][] = [
  [
    'one layer, homeostasis of running averages',
    () => quickDigits(...short, 'learning.target.homeostasis.averaging=0.1'),
  ],
  ['two layers by blocks', () => quickDigits(...short, ...deep, 'learning.eqprop.strategy=block')],
  ['backprop', () => quickDigits(...short, 'learning.rule=backprop')],
  ['a noisy chip', () => quickDigits(...chip, 'hardware.faults.stuckLow=0.02')],
  ['a chip with wires', () => quickDigits(...chip, ...wired)],
  [
    'a chip of calibrated converters',
    () =>
      quickDigits(
        ...chip,
        'hardware.converters.dac.range=calibrated',
        'hardware.converters.adc.range=calibrated',
      ),
  ],
  ['a chip of twin arrays', () => quickDigits(...chip, ...twin)],
  [
    'two layers on a chip',
    () =>
      quickDigits(
        ...chip,
        ...deep,
        'dataset.train=160',
        'learning.eqprop.strategy=block',
        'learning.eqprop.maxSweeps=4',
      ),
  ],
  ['semi-supervised with two optimisers', () => resolveConfiguration(semi, { source: 'test' })],
];

describe.each(cases)('a run of %s', async (_, configure) => {
  const configuration = await configure();
  const unbroken = await runOf(configuration);

  it.each<[string, NonNullable<RunWith['stopAt']>]>([
    ['between two epochs', ({ kind }) => kind === 'epoch-ended'],
    ['at its start', ({ kind }) => kind === 'run-started'],
    ['amid the first epoch', 9],
    ['amid a later one', 41],
    ['in a test', (event) => event.kind === 'progress' && event.stage === 'test' && event.epoch === 2],
    [
      'in the last test',
      (event) => event.kind === 'progress' && event.stage === 'test' && event.epoch === event.epochs,
    ],
  ])('stopped %s goes on to the same bits', async (_where, stopAt) => {
    const checkpoints = createMemory();
    const broken = await runOf(configuration, { checkpoints, stopAt });
    expect(broken.result.status).toBe('interrupted');
    const resumed = await runOf(configuration, { checkpoints });
    expect(resumed).toEqual(unbroken);
    expect(weightsOf(resumed).length).toBeGreaterThan(0);
  });
});

it.skipIf(nativeKernels().engine === null).each<[EngineName, EngineName]>([
  ['native', 'wasm'],
  ['wasm', 'native'],
  ['native', 'typescript'],
])('a run that %s kernels began goes on with those of %s to the same bits', async (first, second) => {
  const configuration = await quickDigits(...chip);
  const checkpoints = createMemory();
  const broken = await runOf(configuration, { checkpoints, stopAt: 41, engine: first });
  expect([broken.result.status, broken.result.engine]).toEqual([
    'interrupted',
    expect.stringContaining(first),
  ]);
  const { result, ...rest } = await runOf(configuration, { checkpoints, engine: second });
  const { result: unbroken, ...unbrokenRest } = await runOf(configuration);
  expect(result.engine).toContain(second);
  expect({ ...result, engine: unbroken.engine }).toEqual(unbroken);
  expect(weightsOf({ result, ...rest })).toEqual(weightsOf({ result: unbroken, ...unbrokenRest }));
});

// Law: whichever snapshot a run is left with when it is killed, it goes on to the same end.
it.each(cases)('every snapshot of a run of %s leads to the same bits', async (_, configure) => {
  const configuration = await configure();
  const checkpoints = createMemory(0);
  const unbroken = await runOf(configuration, { checkpoints });
  expect(checkpoints.saved.length).toBeGreaterThan(30);
  for (const part of [0, 0.1, 0.35, 0.6, 0.85, 1]) {
    const last = checkpoints.saved[Math.round(part * (checkpoints.saved.length - 1))]!;
    const left = { everySec: Infinity, save: () => undefined, load: () => copyOf(last) };
    expect(await runOf(configuration, { checkpoints: left })).toEqual(unbroken);
  }
});

describe('a checkpoint', async () => {
  const configuration = await quickDigits(...short);

  it('is left before every test, and found again by a finished run', async () => {
    const checkpoints = createMemory();
    const first = await runOf(configuration, { checkpoints });
    expect(checkpoints.saved.map(({ meta: { record } }) => [record.epoch, record.pass])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(await runOf(configuration, { checkpoints })).toEqual(first);
  });

  it('lets a run go on for more epochs, its schedule having a length of its own', async () => {
    const checkpoints = createMemory();
    await runOf(configuration, { checkpoints });
    const longer = await quickDigits(...short, 'learning.epochs=5');
    expect(await runOf(longer, { checkpoints })).toEqual(await runOf(longer));
  });

  it.each<[string, NonNullable<RunWith['stopAt']>, number]>([
    ['amid its second epoch', 41, 2],
    [
      'in the test after it',
      (event) => event.kind === 'progress' && event.stage === 'test' && event.epoch === 2,
      2,
    ],
    ['between two epochs', (event) => event.kind === 'epoch-ended' && event.epoch.epoch === 2, 2],
    ['at its end', () => false, 3],
  ])('of a run stopped %s is refused by a shorter run, before anything begins', async (_, stopAt, begun) => {
    const checkpoints = createMemory();
    await runOf(configuration, { checkpoints, stopAt });
    const begin = vi.fn(() => false);
    const withEpochs = (epochs: number) => quickDigits(...short, `learning.epochs=${epochs}`);
    await expect(runOf(await withEpochs(begun - 1), { checkpoints, stopAt: begin })).rejects.toThrow(
      new InputError(
        `--resume: ${begun - 1} epochs, expected at least the ${begun} that the checkpoint has begun`,
      ),
    );
    expect(begin).not.toHaveBeenCalled();
    const enough = await withEpochs(begun);
    expect(await runOf(enough, { checkpoints })).toEqual(await runOf(enough));
  });

  describe('of two epochs of pretraining and two after them', async () => {
    const semiOf = (pretrain: number, epochs = 2) =>
      resolveConfiguration(semi, {
        source: 'test',
        set: [`learning.pretrain.epochs=${pretrain}`, `learning.epochs=${epochs}`],
      });
    const stoppedAfter = async (epoch: number) => {
      const checkpoints = createMemory();
      const stopAt: RunWith['stopAt'] = (event) =>
        event.kind === 'epoch-ended' && event.epoch.epoch === epoch;
      await runOf(await semiOf(2), { checkpoints, stopAt });
      return checkpoints;
    };

    it('lets pretraining change its length while it lasts', async () => {
      const longer = await semiOf(3);
      expect(await runOf(longer, { checkpoints: await stoppedAfter(1) })).toEqual(await runOf(longer));
    });

    it.each([
      [1, 2],
      [1, 3],
      [3, 3],
    ])('lets it be %i epochs no longer after epoch %i', async (pretrain, epoch) => {
      const other = await semiOf(pretrain, 5);
      await expect(runOf(other, { checkpoints: await stoppedAfter(epoch) })).rejects.toThrow(
        new InputError(
          `--resume: ${pretrain} epochs of pretraining, expected 2: the checkpoint has begun epoch ${epoch}`,
        ),
      );
    });
  });

  it('of another configuration is refused', async () => {
    const checkpoints = createMemory();
    await runOf(configuration, { checkpoints });
    const other = await quickDigits(...short, 'learning.batchSize=8');
    await expect(runOf(other, { checkpoints })).rejects.toThrow(
      '--resume: the checkpoint was made with another learning, expected the same',
    );
  });

  it('of a chip fits that chip alone', async () => {
    const checkpoints = createMemory();
    await runOf(await quickDigits('dataset.train=32', 'dataset.test=32'), { checkpoints });
    const other = await quickDigits('dataset.train=32', 'dataset.test=32', 'hardware.read.noise=0.5');
    await expect(runOf(other, { checkpoints })).rejects.toThrow('made with another hardware');
  });
});
