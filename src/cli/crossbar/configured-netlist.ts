import { createTypescriptKernels } from '../../../crossbar/index.js';
import { createRandom, InputError } from '../../../devices/index.js';
import { denseLayers } from '../../configuration/network-layers.js';
import { imagesInto, labelsOf } from '../../data/batches.js';
import { readInitialWeights } from '../../experiments/build/initial-weights.js';
import { largestBatch } from '../../experiments/build/learner.js';
import { createResistiveHardware } from '../../experiments/build/resistive-model.js';
import { checkNetlist } from '../../experiments/memory/check-memory.js';
import { testImages } from '../../experiments/run/test-images.js';
import { sourceVoltages } from '../../reference/energy/resistive-energy.js';
import { networkNetlist } from '../../reference/netlist.js';
import type { CliIo } from '../shared/cli-io.js';
import { readConfiguration } from '../shared/read-configuration.js';

export interface NetlistChoice {
  /** Number of the test image at the sources. */
  readonly image: number;
  /** beta, of either sign; 0 = free. */
  readonly nudge: number;
}

/**
 * The resistive network of a configuration, as it is before training, with a test image at its
 * sources: on a chip in siemens, its largest gMax standing for the largest weightMax; else a
 * conductance of 1 is a siemens. Throws InputError.
 */
export async function configuredNetlist(
  config: string,
  { image, nudge }: NetlistChoice,
  io: CliIo,
): Promise<string> {
  const { configuration, source } = await readConfiguration({ config, set: [] }, io);
  const { network, hardware, learning } = configuration;
  if (network.energy !== 'resistive')
    throw new InputError(`${source}: network.energy: expected resistive for a netlist of the network`);
  const layers = denseLayers(configuration, 'a netlist');
  checkNetlist(
    source,
    layers.slice(1).reduce((sum, units, l) => sum + (l === 0 ? 2 : 1) * units * layers[l]!, 0),
  );
  const dataset = await io.engine.loadDataset(configuration.dataset);
  const random = createRandom(configuration.seed);
  const test = testImages(dataset, configuration);
  if (image >= test.indices.length)
    throw new InputError(`--image must be a whole number below ${test.indices.length} (got ${image})`);
  const maxBatch = largestBatch(configuration, learning.rule);
  const kernels = createTypescriptKernels();
  const initial = readInitialWeights(network, dataset.train);
  const circuit = createResistiveHardware(network, { hardware, kernels, random, initial, maxBatch }, []);
  const scaleS = siemensOf(hardware);
  const one = { set: test.set, indices: test.indices.subarray(image, image + 1) };
  const pixels = new Float32Array(circuit.layers[0]! / 2);
  imagesInto(pixels, one);
  const outputs = circuit.layers.at(-1)!;
  const label = labelsOf(one)[0]!;
  const owned = outputs / dataset.test.classes;
  return networkNetlist({
    layers: circuit.layers,
    weights: circuit.couplings.map(({ pre, post, weightsInto }) =>
      Float64Array.from(weightsInto(new Float32Array(pre * post)), (g) => scaleS * g),
    ),
    biases: circuit.biases.map((bias) => Float64Array.from(bias, (current) => scaleS * current)),
    sources: sourceVoltages(pixels, network.inputGain ?? 1),
    amplifierGain: circuit.amplifierGain,
    nudge: {
      beta: scaleS * nudge,
      target: Array.from({ length: outputs }, (_, i) => Number(Math.floor(i / owned) === label)),
    },
  });
}

/** Siemens a unit of conductance. */
function siemensOf(
  hardware: Awaited<ReturnType<typeof readConfiguration>>['configuration']['hardware'],
): number {
  if (hardware === 'ideal') return 1;
  const { weightMax } = hardware.array;
  const known = [weightMax].flat().filter((weight) => typeof weight === 'number');
  if (known.length === 0 || !('gMaxS' in hardware.device)) return 1;
  return hardware.device.gMaxS / Math.max(...known);
}
