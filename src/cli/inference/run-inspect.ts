import { inspectNetwork } from '../../experiments/inference/inspect-network.js';
import { prepareNetwork } from '../../graph/prepare.js';
import { imageShapeOf, readsOfImage } from '../../graph/run/reads-of-image.js';
import { createRuntime, type Runtime, RuntimeMissing } from '../../graph/run/runtime.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import type { InspectOptions } from './inspect.js';
import { inspectText } from './inspect-text.js';
import { readChip } from './read-chip.js';

/** Shows what a network is made of. Without the runtime, reads and products are left open. */
export async function runInspect(
  file: string,
  { chip, set, json = false }: InspectOptions,
  io: CliIo,
): Promise<void> {
  const configuration = await readChip({ chip, set }, io);
  const { hardware, model } = configuration;
  const plan = await prepareNetwork(file, { runtime: createRuntime, digital: model.digital });
  const dims = imageShapeOf(plan);
  const runtime = dims && plan.refused.length === 0 ? await runtimeIfThere(io) : null;
  const reads = runtime && dims ? await readsOfImage(plan, { runtime, dims }) : null;
  const inspection = inspectNetwork(plan, { chip: hardware, reads });
  if (json) printJson(io.stdout, inspection);
  else printLine(io.stdout, inspectText(inspection));
}

async function runtimeIfThere({ stderr }: CliIo): Promise<Runtime | null> {
  try {
    return await createRuntime();
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    printLine(stderr, `${error.message}; reads and multiply-accumulates stay open`);
    return null;
  }
}
