import {
  type ConductanceArray,
  createPackedOuter,
  createPackedRows,
  createPanels,
  fillPanels,
  type Kernels,
  type OuterProduct,
  type PackedRows,
  type Panels,
  unpackInto,
} from '../../../crossbar/index.js';
import type { Coupling } from '../coupling.js';

/** Conductances between two layers of nodes, [post, pre], all >= 0. */
export interface Conductances extends Coupling {
  /**
   * out [batch, post] = W sources, for sources [x, -x]: x with the differences of its conductances.
   */
  readonly mirroredInto: (out: Float32Array, sources: Float32Array, batch: number) => void;
  /**
   * The sum of the present conductances at each node of the upper layer; valid until the next call.
   */
  readonly sums: () => Float32Array;
  /** out [post, pre], with the read noise of the phase. */
  readonly conductancesInto: (out: Float32Array) => Float32Array;
}

export interface ConductancesOptions {
  readonly pre: number;
  readonly post: number;
  readonly kernels: Kernels;
  /** Most vectors in a product, and rows of an update. */
  readonly maxRows: number;
}

/** Floats clipped at 0 from below, updated exactly. */
export function createIdealConductances(values: Float32Array, options: ConductancesOptions): Conductances {
  const { pre, post, kernels, maxRows } = options;
  const panels = fillPanels(createPanels(post, pre, kernels.float32), values);
  const sums = kernels.float32(8 * Math.ceil(post / 8));
  const outer = createPackedOuter(kernels, maxRows, { postCols: post, preCols: pre });
  const changes = { count: 0 };
  const bound = () => {
    kernels.boundPanels(panels, sums, { lowest: 0, highest: Infinity });
    changes.count++;
  };
  let wanted = kernels.float32(0);
  bound();
  return Object.freeze<Conductances>({
    ...reading(panels, options, changes),
    repeatable: true,
    sums: () => sums,
    update(product) {
      kernels.packOuter(outer, product);
      kernels.accumulateOuter(panels.data, outer);
      bound();
    },
    weightsInto: (out) => unpackInto(out, panels),
    floats: Object.freeze({
      values: panels.data,
      summed(product: OuterProduct, use: (sum: Float32Array, from: number) => void) {
        if (wanted.length === 0) wanted = kernels.float32(panels.data.length);
        kernels.packOuter(outer, product);
        kernels.accumulateOuter(wanted.fill(0), outer);
        use(wanted, 0);
      },
      changed: bound,
    }),
  });
}

export interface DeviceConductancesOptions extends ConductancesOptions {
  /** Read noise is drawn for every phase, or once for all phases of a batch. */
  readonly noise: 'per-phase' | 'per-batch';
}

/** Devices, one per conductance. */
export function createDeviceConductances(
  array: ConductanceArray,
  options: DeviceConductancesOptions,
): Conductances {
  const eachPhase = options.noise === 'per-phase';
  const sums = options.kernels.float32(8 * Math.ceil(options.post / 8));
  return Object.freeze<Conductances>({
    ...reading(array.panels, options),
    repeatable: !array.isNoisy || !eachPhase,
    beginPhase(phase) {
      if (eachPhase || phase === 'free') array.drawNoise();
    },
    sums() {
      array.sumsInto(sums);
      return sums;
    },
    update: array.update,
    weightsInto: array.conductanceInto,
  });
}

/** Rows from which on half a product saves more than the differences cost. */
const enoughRows = 16;

/**
 * Products with the panels as they stand. `changes.count` = how often they were changed, NaN where
 * that is not known.
 */
function reading(
  panels: Panels,
  { pre, post, kernels, maxRows }: ConductancesOptions,
  changes: { readonly count: number } = { count: Number.NaN },
) {
  const packed = createPackedRows(kernels, maxRows, pre);
  let differences: Panels | null = null;
  let known = Number.NaN;
  let transposed: { panels: Panels; packed: PackedRows } | null = null;
  const forwardInto = (out: Float32Array, values: Float32Array, batch: number) => {
    kernels.packRows(packed, values, batch);
    kernels.multiplyInto(out, packed, panels);
  };
  return {
    pre,
    post,
    forwardInto,
    mirroredInto(out: Float32Array, sources: Float32Array, batch: number) {
      if (batch < enoughRows) {
        forwardInto(out, sources, batch);
        return;
      }
      differences ??= createPanels(post, pre / 2, kernels.float32);
      if (changes.count !== known) kernels.subtractHalvesInto(differences, panels);
      known = changes.count;
      kernels.packRows(packed, sources, batch, { from: 0, to: pre / 2 });
      kernels.multiplyInto(out, packed, differences);
    },
    backwardInto(out: Float32Array, values: Float32Array, batch: number) {
      transposed ??= {
        panels: createPanels(pre, post, kernels.float32),
        packed: createPackedRows(kernels, maxRows, post),
      };
      kernels.transposeInto(transposed.panels, panels);
      kernels.packRows(transposed.packed, values, batch);
      kernels.multiplyInto(out, transposed.packed, transposed.panels);
    },
    conductancesInto: (out: Float32Array) => unpackInto(out, panels),
  };
}
