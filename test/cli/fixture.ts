import { Writable } from 'node:stream';
import { createTypescriptKernels } from '../../crossbar/index.js';
import { runCli } from '../../src/cli/run-cli.js';
import type { CliIo } from '../../src/cli/shared/cli-io.js';
import type { Engine, Experiment } from '../../src/cli/shared/engine.js';
import type { Dataset, ImageSet } from '../../src/data/dataset.js';
import { rowConfiguration } from '../../src/experiments/published/reproduce.js';
import { findRow, publishedRows } from '../../src/experiments/published/rows.js';
import type { RunStatus } from '../../src/experiments/results/result.js';
import { version } from '../../src/experiments/run/version.js';
import { checkDeviceModule } from '../../src/runs/threads/device-check.js';

export interface Shell {
  /** Runs a command line to its exit code and what it printed. */
  readonly run: (...argv: string[]) => Promise<Printed>;
  /** What the experiment was called with, call by call. */
  readonly calls: readonly Parameters<Experiment>[];
}

export interface Printed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellOptions {
  readonly engine?: Partial<Engine>;
  readonly env?: CliIo['env'];
  readonly signal?: AbortSignal;
  readonly isTTY?: boolean;
}

/**
 * A command line whose experiment is a stub of one run, and whose clock moves by 0.5 s before each
 * event of an experiment.
 */
export function createShell(options: ShellOptions = {}): Shell {
  const { env = {}, signal = new AbortController().signal, isTTY = false } = options;
  const calls: Parameters<Experiment>[] = [];
  const experiment: Experiment = async (...of) => {
    calls.push(of);
    return stubExperiment('completed')(...of);
  };
  const engine: Engine = {
    compare: experiment,
    train: experiment,
    publishedRows: async () => publishedRows,
    publishedRow: async (name, of) => {
      const row = findRow(name);
      return { row, configuration: await rowConfiguration(row, of) };
    },
    reproduce:
      ({ name: id, published }) =>
      async (...of) => {
        const { result, ...outcome } = await experiment(...of);
        return {
          ...outcome,
          result: { ...result, runs: result.runs.map((run) => ({ ...run, id, published })) },
        };
      },
    createKernels:
      async ({ threads = 1 }) =>
      () => ({ ...createTypescriptKernels(), threads }),
    checkEngine: async () => null,
    loadDataset: async () => dataset,
    checkDeviceModule,
    listDatasets: async () => [{ name: 'mnist', summary: 'digits', licence: 'free', source: 'here' }],
    verifyDataset: async () => [{ file: 'a.gz', sha256: '1', expected: '1', ok: true }],
    resultTable: async (result, { color, width }) =>
      `table of ${result.name}, color ${color}, width ${width}`,
    reportHtml: async ({ result, receptiveFields = [] }) => `<p>${result.name} ${receptiveFields.length}</p>`,
    sweepHtml: async ({ name, points }) => `<p>${name} ${points.length}</p>`,
    networkEstimateHtml: async () => '',
    levelsHtml: async ({ name }) => `<p>${name}</p>`,
    estimateHtml: async ({ name }) => `<p>${name}</p>`,
    ...options.engine,
  };
  let sec = 0;
  const timed =
    (of: Experiment): Experiment =>
    (configuration, data, context) =>
      of(configuration, data, {
        ...context,
        observe(event) {
          sec += 0.5;
          context.observe(event);
        },
      });
  const timedEngine: Engine = {
    ...engine,
    compare: timed(engine.compare),
    train: timed(engine.train),
    reproduce: (row) => timed(engine.reproduce(row)),
  };
  const run = async (...argv: string[]) => {
    const [stdout, stderr] = [createOutput(isTTY), createOutput(isTTY)];
    const exitCode = await runCli(argv, {
      stdout,
      stderr,
      env,
      signal,
      nowSec: () => sec,
      engine: timedEngine,
    });
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  };
  return { run, calls };
}

/** An experiment of one run that ends with `status`. */
export function stubExperiment(status: RunStatus): Experiment {
  return async ({ name, seed, hardware, ...rest }, { train }, { observe }) => {
    const id = hardware === 'ideal' ? 'eqprop-ideal' : 'eqprop-chip';
    const accuracy = { average: 0.9, max: 0.8, linear: null, test: null };
    const epoch = { epoch: 1, accuracy, seconds: 2 };
    observe({ kind: 'run-started', id, epochs: 1, images: train.count });
    for (let done = 0; done <= train.count; done++) {
      observe({ kind: 'progress', id, stage: 'train', epoch: 1, epochs: 1, done, total: train.count });
    }
    observe({ kind: 'epoch-ended', id, epoch });
    observe({ kind: 'run-ended', id, status });
    const result = {
      schema: 1 as const,
      version: version(),
      name,
      seed,
      config: { name, seed, hardware, ...rest },
      dataset: { name: 'mnist', train: train.count, test: 1, sha256: '' },
      runs: [
        {
          id,
          rule: 'eqprop' as const,
          mode: 'unsupervised',
          hardware,
          seed,
          status,
          accuracy,
          epochs: [epoch],
          train: { seconds: 2, samplesPerSecond: 10, sweepsPerSample: 50 },
        },
      ],
      timing: {},
      comparisons: [],
    };
    const fields = {
      runId: id,
      width: 2,
      height: 1,
      neurons: [0],
      labels: [3],
      weights: [Float32Array.of(0.5, -0.5)],
    };
    return { result, receptiveFields: [fields] };
  };
}

const images: ImageSet = {
  count: 20,
  width: 28,
  channels: 1,
  height: 28,
  pixels: new Uint8Array(0),
  maxPixel: 255,
  labels: new Uint8Array(0),
  classes: 10,
};

const dataset: Dataset = { name: 'mnist', train: images, test: images, sha256: '' };

function createOutput(isTTY: boolean) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY, columns: 100, text: () => chunks.join('') });
}
