import { existsSync } from 'node:fs';
import { InputError } from '../../../devices/base/errors.js';
import { type Configuration, configurationYaml } from '../../configuration/configuration.js';
import type { Mapping } from '../../configuration/plain-data.js';
import { estimateNetwork } from '../../experiments/inference/estimate-network.js';
import type { ChipResult, NetworkEstimateResult } from '../../experiments/inference/network-result.js';
import { createProgressFile } from '../../runs/folder/progress-file.js';
import { createRunFolder, type RunFolder } from '../../runs/folder/run-folder.js';
import type { EstimateCliOptions } from '../experiments/estimate.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';
import { createProgress } from '../shared/progress.js';
import { readResult } from '../shared/read-result.js';
import { networkEstimateText } from './network-estimate-text.js';
import { type NetworkJob, readNetworkJob } from './network-job.js';

/**
 * Estimates a network trained elsewhere. The result is in the folder after every chip, so that an
 * interrupted estimate goes on from there. Resolves to the exit code. Throws InputError before the
 * folder is made.
 */
export async function runNetworkEstimate(options: EstimateCliOptions, io: CliIo): Promise<number> {
  const job = await readNetworkJob(options, io);
  if (io.signal.aborted) return EXIT.interrupted;
  const { configuration } = job;
  const { name, seed } = configuration;
  const { out, force, resume, acceptVersion, json = false } = options;
  const folder = createRunFolder({
    ...{ out, name, seed, force, resume },
    resumable: {
      ...{ command: 'estimate of a network', kind: 'network-estimate', acceptVersion },
      configuration: configuration as unknown as Mapping,
    },
  });
  try {
    const result = await estimateInto(folder, job, { options, io });
    if (result) {
      if (json) printJson(io.stdout, result);
      else printLine(io.stdout, networkEstimateText(result));
      printLine(json ? io.stderr : io.stdout, folder.fileOf('report.html'));
    }
    if (result && result.pending === undefined) return EXIT.done;
    printLine(io.stderr, `interrupted; go on with --resume --out ${folder.path}`);
    return EXIT.interrupted;
  } finally {
    folder.release();
  }
}

async function estimateInto(
  folder: RunFolder,
  job: NetworkJob,
  { options, io }: { readonly options: EstimateCliOptions; readonly io: CliIo },
): Promise<NetworkEstimateResult | null> {
  const { configuration, setting, ...rest } = job;
  const done = options.resume ? doneIn(folder, job) : [];
  folder.write('config.yaml', configurationYaml(configuration as unknown as Configuration));
  const createKernels = await io.engine.createKernels(options);
  const progress = createProgress(io);
  const progressFile = createProgressFile(folder, io.nowSec);
  const total = setting.test.count;
  try {
    return await estimateNetwork(
      configuration,
      setting,
      { ...rest, done, seeds: seedsOf(configuration, options.seeds) },
      {
        ...{ nowSec: io.nowSec, createKernels, signal: io.signal },
        advanced(id, images) {
          const event = {
            kind: 'progress',
            id,
            stage: 'test',
            epoch: 1,
            epochs: 1,
            done: images,
            total,
          } as const;
          progress.observe(event);
          progressFile.observe(event);
        },
        async found(result) {
          folder.write('result.json', `${JSON.stringify(result, null, 2)}\n`);
          folder.write('report.html', await io.engine.networkEstimateHtml(result));
        },
      },
    );
  } finally {
    progress.stop();
    progressFile.remove();
  }
}

/** Chips that an estimate before has left. Throws InputError where it was of other files. */
function doneIn(folder: RunFolder, { network, dataset }: NetworkJob): readonly ChipResult[] {
  const file = folder.fileOf('result.json');
  if (!existsSync(file)) return [];
  const before = readResult(file) as NetworkEstimateResult;
  if (before.network.sha256 !== network.sha256) {
    throw new InputError(
      `--resume: ${file}: another network (SHA-256 ${before.network.sha256}), expected ${network.sha256}`,
    );
  }
  if (before.dataset.sha256 !== dataset.sha256 || before.dataset.test !== dataset.test) {
    throw new InputError(
      `--resume: ${file}: ${before.dataset.test} other images, expected ${dataset.test} of SHA-256 ${dataset.sha256}`,
    );
  }
  return before.chips;
}

/** As many as asked for from the seed on; else those of the configuration; else five. */
function seedsOf({ seed, seeds }: NetworkJob['configuration'], count: number | undefined): readonly number[] {
  if (count === undefined && seeds !== undefined) return seeds;
  return Array.from({ length: count ?? 5 }, (_, i) => seed + i);
}
