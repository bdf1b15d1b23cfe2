import type { Kernels } from '../../crossbar/index.js';
import type { Coupling } from '../../src/network/coupling.js';
import type { Network } from '../../src/network/network.js';
import { createBlock } from '../../src/relax/block.js';
import { secondsOf } from '../shared/alternate.js';
import { createRandomNetwork } from '../shared/random-network.js';

const layers = [784, 1000, 2000];
const batch = 32;
const beta = 0.2;

/**
 * A free and a nudged phase of block sweeps on a batch of inputs, three ways: `following`
 * multiplies what changed, as training does; `skipping` multiplies whole states without their
 * zeros; `whole` makes every zero 2^-24.
 */
export function relaxationTurns(kernels: Kernels, { inputs, seed }: { inputs: Float32Array; seed: number }) {
  const { network, rest } = createRandomNetwork(layers, { kernels, batch, seed });
  const state = rest();
  const target = kernels.float32(batch * layers[2]);
  for (let i = 0; i < target.length; i += 500) target[i] = 1;
  const turn = (couplings: readonly Coupling[]) => {
    const relax = createBlock({ ...network, couplings }, { tolerance: 1e-3, maxBatch: batch });
    return () => {
      state[0].set(inputs);
      for (const layer of state.slice(1)) layer.fill(0);
      return secondsOf(() => {
        const phase = { batch, steps: 60, masks: [] };
        relax(state, { ...phase, nudge: null });
        relax(state, { ...phase, nudge: { beta, target }, reuseInputProduct: true });
      });
    };
  };
  const turns = {
    following: turn(network.couplings),
    skipping: turn(network.couplings.map(readAnew)),
    whole: turn(wholeCouplings(network)),
  };
  const zeros = () => state.slice(1).map((layer) => layer.filter((s) => s === 0).length / layer.length);
  return { turns, zeros };
}

function readAnew({ exact: _, ...coupling }: Coupling): Coupling {
  return coupling;
}

function wholeCouplings({ couplings, kernels }: Network): readonly Coupling[] {
  return couplings.map((coupling) => {
    const filled = kernels.float32(batch * Math.max(coupling.pre, coupling.post));
    const fill = (values: Float32Array, count: number) => {
      for (let i = 0; i < count; i++) filled[i] = values[i] === 0 ? 2 ** -24 : values[i];
      return filled;
    };
    return {
      ...readAnew(coupling),
      forwardInto: (out, pre, rows) => coupling.forwardInto(out, fill(pre, rows * coupling.pre), rows),
      backwardInto: (out, post, rows) => coupling.backwardInto(out, fill(post, rows * coupling.post), rows),
    };
  });
}
