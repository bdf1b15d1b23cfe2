import type { Network, NetworkState } from '../network/network.js';

/** What acts on one layer of neurons, as the kernels take it. */
export interface Drive {
  readonly drive: Float32Array;
  readonly bias: Float32Array;
  readonly feedback: Float32Array | null;
  readonly units: number;
}

/** Reads a network's couplings into the drives of its layers. */
export interface Drives {
  /** The clamped input's product: once a phase, since the input stands still. */
  readonly readInput: (state: NetworkState, batch: number) => void;
  /** Products into layer l from its dynamical neighbours as they are now. */
  readonly read: (l: number, state: NetworkState, batch: number) => void;
  readonly at: (l: number) => Drive;
}

/** `inputEachStep`: `read` of the first layer reads the input anew. */
export function createDrives(
  { layers, couplings, biases, kernels }: Network,
  maxBatch: number,
  { inputEachStep = false } = {},
): Drives {
  const last = layers.length - 1;
  const drives = layers.map((units, l): Drive | null =>
    l === 0
      ? null
      : {
          drive: kernels.float32(maxBatch * units),
          bias: biases[l - 1],
          feedback: l < last ? kernels.float32(maxBatch * units) : null,
          units,
        },
  );
  const at = (l: number) => drives[l] as Drive;
  return Object.freeze<Drives>({
    readInput: (state, batch) => couplings[0].forwardInto(at(1).drive, state[0], batch),
    read(l, state, batch) {
      const { drive, feedback } = at(l);
      if (l > 1 || inputEachStep) couplings[l - 1].forwardInto(drive, state[l - 1], batch);
      if (feedback) couplings[l].backwardInto(feedback, state[l + 1], batch);
    },
    at,
  });
}
