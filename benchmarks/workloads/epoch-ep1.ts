import { resolveConfiguration } from '../../src/configuration/configuration.js';
import { type Benchmark, check } from '../shared/benchmark.js';
import { contest } from '../shared/eqprop-contest.js';
import { findTorch } from '../shared/python.js';
import { withKernels } from './kernels.js';

const defaultImages = 6000;

/**
 * The paper's one-layer network, which is also the default configuration, by the closed form of its
 * relaxation.
 */
export const epochEp1: Benchmark = {
  name: 'epoch-ep1',
  target: 10,
  run: (context) =>
    withKernels(context, async (kernels) => {
      const { seed } = context;
      const configuration = await resolveConfiguration({ seed }, { source: 'epoch-ep1' });
      const torch = findTorch();
      const images = context.images ?? defaultImages;
      const done = await contest(configuration, {
        kernels,
        torch,
        context,
        images,
        start: 0,
        accuracyWithin: 0.005,
      });
      const work = `EP-1 training: 784-2000, batch 16, T 40, K 10, on ${done.images} of MNIST's 60000 images, each once; ratio = published loop's time over ours`;
      if ('missing' in torch)
        return { work, peer: null, reason: torch.missing, ratio: null, rows: done.rows };
      return {
        work,
        peer: `${torch.description}, ${context.threads} threads: the published loop, and a tuned closed form`,
        ratio: done.ratio!.published,
        rows: [
          ...done.rows,
          check('speed against the tuned closed form', done.ratio!.tuned, { atLeast: 1.2 }),
        ],
      };
    }),
};
