import type { Configuration } from '../../configuration/configuration.js';
import type { Dataset } from '../../data/dataset.js';
import type { DatasetOptions } from '../../data/load.js';
import type { FileCheck } from '../../data/readers/stored-file.js';
import type { DatasetInfo } from '../../data/sets/dataset-definition.js';
import type { ExperimentOutcome } from '../../experiments/compare/compare.js';
import type { EstimateResult } from '../../experiments/estimate/estimate-result.js';
import type { NetworkEstimateResult } from '../../experiments/inference/network-result.js';
import type { LevelsResult } from '../../experiments/levels/levels-result.js';
import type { RowOptions } from '../../experiments/published/reproduce.js';
import type { PublishedRow } from '../../experiments/published/row.js';
import type { ExperimentResult } from '../../experiments/results/result.js';
import type { ExperimentContext } from '../../experiments/run/context.js';
import type { SweepResult } from '../../experiments/sweep/sweep-result.js';
import type { ReportInput } from '../../report/pages/html.js';
import type { TableOptions } from '../../report/tables/table.js';
import type { DeviceCheck, DeviceCheckOptions } from '../../runs/threads/device-check.js';
import type { EngineOptions } from '../../runs/threads/engine-names.js';

export type Experiment = (
  configuration: Configuration,
  dataset: Dataset,
  context: ExperimentContext,
) => Promise<ExperimentOutcome>;

/** All that the commands run. */
export interface Engine {
  /** Kernels on so many threads (absent = as many as there are cores), fast or strict. */
  readonly createKernels: (
    options: EngineOptions & { readonly threads?: number | undefined },
  ) => Promise<ExperimentContext['createKernels']>;
  /**
   * Throws InputError where these kernels are not there. What the user should know of them in one
   * line, or null.
   */
  readonly checkEngine: (options: EngineOptions) => Promise<string | null>;
  readonly compare: Experiment;
  readonly train: Experiment;
  readonly publishedRows: () => Promise<readonly PublishedRow[]>;
  /** A row by name, with its configuration. */
  readonly publishedRow: (
    name: string,
    options: RowOptions,
  ) => Promise<{ row: PublishedRow; configuration: Configuration }>;
  readonly reproduce: (row: PublishedRow) => Experiment;
  /** As `checkDeviceModule`. */
  readonly checkDeviceModule: (path: string, options: DeviceCheckOptions) => Promise<DeviceCheck>;
  readonly loadDataset: (options: DatasetOptions) => Promise<Dataset>;
  readonly listDatasets: () => Promise<readonly DatasetInfo[]>;
  readonly verifyDataset: (name: string, path?: string) => Promise<readonly FileCheck[]>;
  readonly resultTable: (result: ExperimentResult, options: TableOptions) => Promise<string>;
  readonly reportHtml: (input: ReportInput) => Promise<string>;
  readonly sweepHtml: (result: SweepResult) => Promise<string>;
  readonly estimateHtml: (result: EstimateResult) => Promise<string>;
  readonly networkEstimateHtml: (result: NetworkEstimateResult) => Promise<string>;
  readonly levelsHtml: (result: LevelsResult) => Promise<string>;
}

/** The library. Each part is loaded when it is first called, so that `--help` waits for none. */
export const engine: Engine = Object.freeze<Engine>({
  async createKernels({ threads, fast, engine }) {
    const { createThreadedKernels } = await import('../../runs/threads/kernel-threads.js');
    return () => createThreadedKernels(threads, { fast, engine });
  },
  checkEngine: async ({ engine, fast }) =>
    (await import('../../runs/threads/kernel-threads.js')).checkEngine({ engine, fast }),
  compare: async (...of) => (await import('../../experiments/compare/compare.js')).compare(...of),
  train: async (...of) => (await import('../../experiments/compare/train.js')).train(...of),
  publishedRows: async () => (await import('../../experiments/published/rows.js')).publishedRows,
  async publishedRow(name, options) {
    const { findRow } = await import('../../experiments/published/rows.js');
    const { rowConfiguration } = await import('../../experiments/published/reproduce.js');
    const row = findRow(name);
    return { row, configuration: await rowConfiguration(row, options) };
  },
  reproduce: (row) => async (configuration, dataset, context) =>
    (await import('../../experiments/published/reproduce.js')).reproduce(row, configuration, {
      dataset,
      context,
    }),
  checkDeviceModule: async (...of) =>
    (await import('../../runs/threads/device-check.js')).checkDeviceModule(...of),
  loadDataset: async (...of) => (await import('../../data/load.js')).loadDataset(...of),
  listDatasets: async () => (await import('../../data/load.js')).listDatasets(),
  verifyDataset: async (...of) => (await import('../../data/load.js')).verifyDataset(...of),
  resultTable: async (...of) => (await import('../../report/tables/table.js')).resultTable(...of),
  reportHtml: async (...of) => (await import('../../report/pages/html.js')).reportHtml(...of),
  sweepHtml: async (...of) => (await import('../../report/sweep/sweep-html.js')).sweepHtml(...of),
  networkEstimateHtml: async (...of) =>
    (await import('../../report/pages/network-estimate-html.js')).networkEstimateHtml(...of),
  levelsHtml: async (...of) => (await import('../../report/pages/levels-html.js')).levelsHtml(...of),
  estimateHtml: async (...of) => (await import('../../report/pages/estimate-html.js')).estimateHtml(...of),
});
