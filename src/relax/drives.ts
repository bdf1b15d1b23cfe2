import { createPackedRows, type RoundCall, type RoundLimit, type RoundsDone } from '../../crossbar/index.js';
import type { Network, NetworkState } from '../network/network.js';
import { createKeptRounds, type KeptProduct } from './kept-products.js';

/** What acts on one layer of neurons, as the kernels take it. */
export interface Drive {
  readonly drive: Float32Array;
  readonly bias: Float32Array;
  readonly feedback: Float32Array | null;
  /**
   * Units with a bias of their own: all units of a dense layer, the channels of a convolution,
   * whose positions share a bias.
   */
  readonly units: number;
  /** Rows of that many units: images times positions. */
  readonly rows: number;
}

export interface ReadOptions {
  readonly batch: number;
  /** Changes of a state up to this update no drive until they add up to more. */
  readonly threshold: number;
}

/** Reads a network's couplings into the drives of its layers. */
export interface Drives {
  /**
   * Begins a phase: reads the product of the clamped input once. With `reuse`, input and weights
   * are those of the previous phase, so its products are kept and nothing is read.
   */
  readonly begin: (state: NetworkState, batch: number, reuse: boolean) => void;
  /**
   * The calls, one or two, that update the products into layer l from its dynamical neighbours.
   */
  readonly reads: (l: number, state: NetworkState, options: ReadOptions) => readonly RoundCall[];
  readonly at: (l: number, batch: number) => Drive;
  /** Whether some products are updated by changes of the state instead of being read in full. */
  readonly isFollowing: boolean;
  /**
   * `Kernels.repeat` for calls of which some are `reads`: bounds how their rounding adds up, see
   * `createKeptRounds`.
   */
  readonly repeat: (calls: readonly RoundCall[], until: RoundLimit, batch: number) => RoundsDone;
}

/**
 * Float couplings multiply only the changes of the state since the last read, so that a unit at a
 * bound or at rest costs nothing. Arrays of devices are read in full every time. The first coupling
 * is read once per phase; with `inputEachStep`, a first coupling of devices is read at every step.
 */
export function createDrives(network: Network, maxBatch: number, { inputEachStep = false } = {}): Drives {
  const { layers, couplings, biases, kernels } = network;
  const last = layers.length - 1;
  const drives = layers.slice(1).map((units, l) => ({
    drive: kernels.float32(maxBatch * units),
    bias: biases[l],
    feedback: l + 1 < last ? kernels.float32(maxBatch * units) : null,
    units: biases[l].length,
  }));
  const isRead = (l: number) => l > 1 || (l === 1 && inputEachStep && !couplings[0].exact);
  const forward = layers.map((_, l) =>
    isRead(l)
      ? createProduct(network, { l: l - 1, isForward: true, out: drives[l - 1].drive, maxBatch })
      : null,
  );
  const backward = layers.map((_, l) => {
    const out = drives[l - 1]?.feedback;
    return out ? createProduct(network, { l, isForward: false, out, maxBatch }) : null;
  });
  const products = [...forward, ...backward].flatMap((product) => product?.kept ?? []);
  const kept = createKeptRounds(kernels, products);
  return Object.freeze<Drives>({
    begin(state, batch, reuse) {
      if (reuse) return;
      couplings[0].forwardInto(drives[0].drive, state[0], batch);
      kept.reset(batch);
    },
    reads: (l, state, options) => [
      ...(forward[l] ? [forward[l].read(state[l - 1], options)] : []),
      ...(backward[l] ? [backward[l].read(state[l + 1], options)] : []),
    ],
    at(l, batch) {
      const drive = drives[l - 1];
      return { ...drive, rows: (batch * layers[l]) / drive.units };
    },
    isFollowing: products.length > 0,
    repeat: kept.repeat,
  });
}

interface Product {
  readonly read: (state: Float32Array, options: ReadOptions) => RoundCall;
  /** Where changes are followed. */
  readonly kept?: KeptProduct;
}

/** The product of couplings[l] with the layer before it, or backward with the one behind it. */
function createProduct(
  { couplings, kernels }: Network,
  { l, isForward, out, maxBatch }: { l: number; isForward: boolean; out: Float32Array; maxBatch: number },
): Product {
  const coupling = couplings[l];
  const { exact } = coupling;
  const [from, to] = isForward ? [coupling.pre, coupling.post] : [coupling.post, coupling.pre];
  if (!exact) {
    const readInto = isForward ? coupling.forwardInto : coupling.backwardInto;
    return {
      read: (state, { batch }) => ({ kind: 'other', call: () => readInto(out, state, batch) }),
    };
  }
  const lastInput = kernels.float32(maxBatch * from);
  const packed = createPackedRows(kernels, maxBatch, from);
  return {
    read: (state, { batch, threshold }) => ({
      kind: 'follow',
      out,
      state,
      lastInput,
      threshold,
      rows: batch,
      packed,
      panels: isForward ? exact.panels : exact.transposed(),
    }),
    kept: {
      out,
      terms: from,
      units: to,
      reset(batch) {
        lastInput.fill(0, 0, batch * from);
        out.fill(0, 0, batch * to);
      },
    },
  };
}
