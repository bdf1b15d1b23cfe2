import { type ConductanceArray, createConductanceArray } from '../../../crossbar/index.js';
import type { Configuration, Learning } from '../../configuration/configuration.js';
import { denseLayers } from '../../configuration/network-layers.js';
import { withDoubledInput } from '../../learning/doubled-input.js';
import { learningRuleNamed } from '../../learning/rules/index.js';
import type { LearnedNetwork } from '../../network/network.js';
import {
  type Conductances,
  createDeviceConductances,
  createIdealConductances,
} from '../../network/resistive/conductances.js';
import { createResistiveNetwork, type ResistiveNetwork } from '../../network/resistive/resistive-network.js';
import { createKirchhoff } from '../../relax/kirchhoff.js';
import { createPhaseRecord } from '../../relax/phase-record.js';
import { arrayOptions } from './chip.js';
import { nudgesOf } from './rule-parts.js';
import type { Model, ModelOptions } from './types.js';

/**
 * A network that settles by Kirchhoff's law, on floats or on a chip's devices, and the rule that it
 * learns by.
 */
export function createResistiveModel(
  configured: Configuration['network'],
  learning: Learning,
  options: ModelOptions,
): Model {
  const { kernels, random, maxBatch } = options;
  const arrays: ConductanceArray[] = [];
  const network = createResistiveHardware(configured, options, arrays);
  const { tolerance, maxSweeps: sweeps } = learning.eqprop;
  const { relax, linearResponse } = createKirchhoff(network, { tolerance, maxBatch });
  const phases = createPhaseRecord();
  const rule = learningRuleNamed(learning.rule).onNodes(network, {
    relax: phases.counted(relax, { toTolerance: tolerance > 0 }),
    linearResponse,
    sweeps,
    nudges: nudgesOf(learning),
    random,
    maxBatch,
  });
  const { inputGain: gain = 1 } = configured;
  const [pixels] = denseLayers({ network: configured }, 'network.energy resistive');
  return {
    network: withSignedInput(network, { pixels, gain }),
    crossbars: arrays,
    phases,
    rule: withDoubledInput(rule, { pixels, gain, kernels, maxBatch }),
  };
}

/**
 * The circuit on its hardware, as it is before training; its arrays join `arrays`. Where weightMax
 * is a list, each array has devices of a range in proportion.
 */
export function createResistiveHardware(
  network: Configuration['network'],
  { hardware, device, kernels, random, initial, maxBatch }: ModelOptions,
  arrays: ConductanceArray[],
): ResistiveNetwork {
  const { weightBounds, amplifierGain } = network;
  const layers = denseLayers({ network }, 'network.energy resistive');
  // Two rows per image and two of squares: see `createDropContrast`.
  const maxRows = 2 * maxBatch + 2;
  return createResistiveNetwork({
    ...{ layers, bounds: weightBounds, amplifierGain, initial, kernels },
    random: random.stream('network'),
    createConductances(values, { pre, post, index }) {
      const shape = { pre, post, kernels, maxRows };
      if (hardware === 'ideal') return createIdealConductances(values, shape);
      const {
        device: cell,
        weightMax,
        write,
      } = arrayOptions(hardware, { model: device, weights: values, index });
      const array = createConductanceArray({
        ...{ rows: post, cols: pre, kernels, maxRows, device: cell, weightMax, write },
        random: random.stream(`chip/array ${index}`),
      });
      array.program(values);
      arrays.push(array);
      const noise = hardware.read.reads === 'per-batch' ? 'per-batch' : 'per-phase';
      return createDeviceConductances(array, { ...shape, noise });
    },
  });
}

/**
 * The network as learning and reports see it: a weight of the input is the difference of the
 * conductances to x and to -x.
 */
function withSignedInput(
  { layers, couplings, biases, kernels }: ResistiveNetwork,
  { pixels, gain }: { pixels: number; gain: number },
): LearnedNetwork {
  const [first, ...rest] = couplings as readonly [Conductances, ...Conductances[]];
  const shown = {
    pre: pixels,
    post: first.post,
    weightsInto(out: Float32Array) {
      const both = first.weightsInto(new Float32Array(first.post * first.pre));
      for (let i = 0; i < out.length; i++) {
        const at = 2 * pixels * Math.floor(i / pixels) + (i % pixels);
        out[i] = gain * (both[at] - both[at + pixels]);
      }
      return out;
    },
  };
  return { layers: [pixels, ...layers.slice(1)], couplings: [{ ...first, shown }, ...rest], biases, kernels };
}
