import type { Crossbar, CrossbarOptions } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import type { ChipConfiguration, Configuration, Learning } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';
import { withFixedBiases } from '../../learning/fixed-biases.js';
import { learningRuleNamed } from '../../learning/rules/index.js';
import { createConvolutionalNetwork } from '../../network/convolutional/convolutional-network.js';
import { type LayerStage, stagesOf } from '../../network/convolutional/stages.js';
import type { Coupling } from '../../network/coupling.js';
import { createCrossbarCoupling } from '../../network/couplings/crossbar-coupling.js';
import { transposed, withFeedbackArray } from '../../network/couplings/feedback-array.js';
import { createIdealCoupling } from '../../network/couplings/ideal-coupling.js';
import { createTwinCoupling } from '../../network/couplings/twin-coupling.js';
import { createNetwork, type Network } from '../../network/network.js';
import { createPhaseRecord } from '../../relax/phase-record.js';
import { arrayOptions } from './chip.js';
import { createResistiveModel } from './resistive-model.js';
import { createRule } from './rule-parts.js';
import type { Model, ModelOptions } from './types.js';

/** Throws InputError where a convolutional network does not fit the image. */
export function createModel(
  configured: Configuration['network'],
  learning: Learning,
  options: ModelOptions,
): Model {
  const create = configured.energy === 'resistive' ? createResistiveModel : createHopfieldModel;
  const model = create(configured, learning, options);
  return configured.biases === 'fixed' ? { ...model, rule: withFixedBiases(model.rule) } : model;
}

/** A model of neurons that leak. */
export function createHopfieldModel(
  configured: Configuration['network'],
  learning: Learning,
  options: ModelOptions,
): Model & { readonly network: Network } {
  const { layers, activation, weightBounds } = configured;
  const { network, crossbars } = createHardwareNetwork({ layers, weightBounds }, learning.rule, options);
  const phases = learningRuleNamed(learning.rule).settles ? createPhaseRecord() : null;
  const rule = createRule(network, learning, { ...options, activation, ...(phases && { phases }) });
  return { network, crossbars, rule, phases };
}

/** Numbers unfolded at once by a convolution of floats: few enough to stay in a core's cache. */
const unfoldedAtOnce = 1 << 16;

/** Images that a convolution hands to its matrix at once. */
export function picturesAtOnce(hardware: ModelOptions['hardware'], maxBatch: number) {
  // An array is written once a batch, so all of it has to be there.
  return ({ windows, inputs }: Pick<LayerStage, 'windows' | 'inputs'>): number =>
    hardware === 'ideal' && windows
      ? Math.max(Math.floor(unfoldedAtOnce / (inputs * windows.outHeight * windows.outWidth)), 1)
      : 2 * maxBatch;
}

function createHardwareNetwork(
  { layers, weightBounds }: Pick<Configuration['network'], 'layers' | 'weightBounds'>,
  rule: Learning['rule'],
  options: ModelOptions,
) {
  const { hardware, device, kernels, random, initial, maxBatch, image } = options;
  const crossbars: Crossbar[] = [];
  const createCoupling = (
    weights: Float32Array,
    { pre, post, index, maxRows }: { pre: number; post: number; index: number; maxRows: number },
  ): Coupling => {
    if (hardware === 'ideal') return createIdealCoupling(weights, { pre, post, kernels, maxRows });
    const array = {
      ...arrayOptions(hardware, { model: device, weights, index }),
      rows: post,
      cols: pre,
      random: random.stream(`chip/array ${index}`),
      kernels,
      maxBatch: maxRows,
    };
    return chipCoupling(weights, { array, chip: hardware, isFirst: index === 0, crossbars });
  };
  const own = { random: random.stream('network'), kernels };
  if (isDense(layers)) {
    // Couplings between dynamical layers are updated by two products an image, free and nudged.
    const maxRows = 2 * maxBatch;
    const network = createNetwork({
      ...{ ...own, layers, weightBounds, initial },
      createCoupling: (weights, layer) => createCoupling(weights, { ...layer, maxRows }),
    });
    return { network, crossbars };
  }
  if (!image) throw new InputError('network.layers: convolutions, expected the shape of the pictures too');
  const network = createConvolutionalNetwork(stagesOf(layers, image), {
    ...{ ...own, weightBounds, initial, maxBatch, createCoupling },
    pooledCouplings: learningRuleNamed(rule).settles,
    // An array is written once a batch, so all of it has to be there.
    picturesAtOnce: picturesAtOnce(hardware, maxBatch),
  });
  return { network, crossbars };
}

/**
 * A coupling as the chip has it; its arrays join `crossbars`. The first one is never read backward.
 */
function chipCoupling(
  weights: Float32Array,
  options: { array: CrossbarOptions; chip: ChipConfiguration; isFirst: boolean; crossbars: Crossbar[] },
): Coupling {
  const { array, chip, isFirst, crossbars } = options;
  const onArrays = (values: Float32Array, own: CrossbarOptions): Coupling => {
    const isTwin = chip.array.phases === 'twin';
    const coupling = isTwin ? createTwinCoupling(values, own) : createCrossbarCoupling(values, own);
    crossbars.push(...('crossbar' in coupling ? [coupling.crossbar] : coupling.crossbars));
    return coupling;
  };
  const coupling = onArrays(weights, array);
  const { rows, cols, random } = array;
  if (chip.read.feedback === 'second-array' && !isFirst) {
    const own = { ...array, rows: cols, cols: rows, random: random.stream('feedback') };
    return withFeedbackArray(coupling, onArrays(transposed(weights, rows, cols), own));
  }
  if (chip.read.feedback !== 'none') return coupling;
  return { ...coupling, backwardInto: (out, _, batch) => out.fill(0, 0, batch * coupling.pre) };
}
