import type { Configuration } from '../../configuration/configuration.js';
import type { ImageShape } from '../../network/convolutional/stages.js';
import { comparedRule } from '../compare/run-ids.js';
import type { TaskKind } from '../tasks/executor.js';
import { checkMemory, hostMemory, kernelMemory } from './check-memory.js';
import { runBytes } from './run-bytes.js';

/**
 * Throws InputError with `source` where a run of the experiment needs more than the memory of the
 * kernels, or than this machine has. Runs of one experiment follow each other.
 */
export function checkRunMemory(
  configuration: Configuration,
  image: ImageShape,
  { kind, source }: { readonly kind: TaskKind; readonly source: string },
): void {
  const { hardware, learning } = configuration;
  const own = { rule: learning.rule, hardware, image };
  const choices = kind === 'compare' ? [own, { ...own, rule: comparedRule(configuration) }] : [own];
  for (const choice of choices) {
    const { kernels, heap } = runBytes(configuration, choice);
    const what = `${source}: network.layers: a run of ${choice.rule}`;
    checkMemory(what, kernels, kernelMemory);
    checkMemory(what, kernels + heap, hostMemory());
  }
}
