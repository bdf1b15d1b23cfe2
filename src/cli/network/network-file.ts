import { z } from 'zod';
import { InputError } from '../../../devices/index.js';
import type { Mapping } from '../../configuration/plain-data.js';
import { readPhysicalValues } from '../../configuration/text/physical-value.js';
import type { DiodeOptions } from '../../reference/energy/diodes.js';
import { hopfieldEnergy } from '../../reference/energy/hopfield-energy.js';
import { resistiveEnergy, sourceVoltages } from '../../reference/energy/resistive-energy.js';
import type { SettlingOptions } from '../../reference/settling-time.js';
import { listOf, matrixOf, numberOf, readBy, vectorOf } from '../crossbar/file-schema.js';
import { checkKeys, readJson } from '../shared/json-file.js';

/** A small network given in full, and what it is to be settled with. */
export interface NetworkFile {
  readonly energy: 'resistive' | 'hopfield';
  /** Nodes a layer, those that drive the network first. */
  readonly layers: readonly number[];
  /** [post][pre] */
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
  /** One an image: what layer 0 is held at. */
  readonly sources: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
  readonly beta: number;
  readonly tolerance: number;
  readonly maxSweeps: number;
  readonly output: 'linear' | 'clipped';
  readonly amplifierGain: number;
  /** Of a resistive network; null where its diodes are ideal. */
  readonly diode: DiodeOptions | null;
  /** Of a resistive network, in physical units; null where none are given. */
  readonly time: SettlingOptions | null;
}

const keys = [
  'energy',
  'weights',
  'biases',
  'inputs',
  'targets',
  'beta',
  'tolerance',
  'inputGain',
  'output',
  'maxSweeps',
  'amplifierGain',
  'diode',
  'nodeCapacitanceF',
  'conductanceUnitS',
];

const any = numberOf('a number');
const positive = numberOf('a number above 0', (value) => value > 0);
const from0 = numberOf('a number from 0', (value) => value >= 0);

function choice<const T extends readonly string[]>(of: T) {
  return z.enum(of, { error: `expected one of ${of.join(', ')}` });
}

const kindFields = {
  energy: choice(['resistive', 'hopfield']),
  output: choice(['linear', 'clipped']).default('linear'),
};

const diodes = {
  shockley: z.object({ model: z.literal('shockley'), saturationA: positive, thermalV: positive }),
  piecewise: z.object({
    model: z.literal('piecewise'),
    thresholdV: from0.default(0),
    onS: positive,
    offS: from0.default(0),
  }),
};

/** In the order in which faults are reported. */
function fieldsFor(layers: readonly number[], raw: Mapping, isResistive: boolean) {
  const last = layers.length - 1;
  const matrices = layers.slice(1).map((rows, l) => matrixOf(any, { rows, cols: layers[l] }));
  const vectors = layers.slice(1).map((length) => vectorOf(any, length));
  return {
    weights: z.tuple(matrices as [(typeof matrices)[0]]),
    biases: listOf(z.unknown(), last)
      .pipe(z.tuple(vectors as [(typeof vectors)[0]]))
      .optional(),
    inputGain: any.default(1),
    inputs: listOf(vectorOf(any, layers[0] / (isResistive ? 2 : 1))),
    targets: listOf(vectorOf(any, layers[last])),
    beta: numberOf('a number other than 0', (value) => value !== 0).default(0.1),
    tolerance: positive.default(1e-12),
    maxSweeps: numberOf('a whole number from 1', (v) => Number.isInteger(v) && v >= 1).default(10_000),
    amplifierGain: positive.default(1),
    nodeCapacitanceF: positive.optional(),
    conductanceUnitS: raw.nodeCapacitanceF === undefined ? z.unknown().optional() : positive.default(1),
  };
}

/** From the matrices' shapes, which must fit one another. */
function layersOf(weights: unknown, file: string, isResistive: boolean): readonly number[] {
  const shape = z.object({ weights: listOf(listOf(z.unknown())) });
  const matrices = readBy(shape, { weights }, `${file}: `).weights;
  const sizes = matrices.map((rows, l) => ({
    rows: rows.length,
    cols: readBy(listOf(z.unknown()), rows[0], `${file}: weights[${l}][0]`).length,
  }));
  sizes.forEach(({ cols }, l) => {
    const below = sizes[l - 1]?.rows ?? cols;
    if (cols === below) return;
    const expected = `expected ${below}, the units of the layer below`;
    throw new InputError(`${file}: weights[${l}]: rows of ${cols}, ${expected}`);
  });
  if (isResistive && sizes[0].cols % 2 > 0) {
    const expected = 'expected an even number, for [x, -x] of resistive networks';
    throw new InputError(`${file}: weights[0]: rows of ${sizes[0].cols}, ${expected}`);
  }
  return [sizes[0].cols, ...sizes.map(({ rows }) => rows)];
}

/** Reads a file, `-` being standard input. Throws InputError naming file, key and value. */
export async function readNetwork(file: string): Promise<NetworkFile> {
  return parseNetwork(await readPhysicalValues(await readJson(file), file), file);
}

/** The meaning of a file's content. Throws InputError naming `file`, key and value. */
export function parseNetwork(raw: unknown, file: string): NetworkFile {
  checkKeys(raw, { known: keys, file });
  const place = `${file}: `;
  const kind = readBy(z.object(kindFields), raw, place);
  const isResistive = kind.energy === 'resistive';
  const layers = layersOf(raw.weights, file, isResistive);
  const fields = readBy(z.object(fieldsFor(layers, raw, isResistive)), raw, place);
  const { inputs, targets, biases, inputGain, nodeCapacitanceF: nodeF, conductanceUnitS, ...others } = fields;
  if (targets.length !== inputs.length) {
    throw new InputError(`${file}: targets: ${targets.length}, expected ${inputs.length}, one an input`);
  }
  return {
    ...kind,
    ...others,
    layers,
    targets,
    biases: biases ?? layers.slice(1).map((length) => new Float64Array(length)),
    sources: inputs.map((x) =>
      isResistive ? sourceVoltages(x, inputGain) : x.map((value) => inputGain * value),
    ),
    diode: raw.diode === undefined ? null : readDiode(raw.diode, `${file}: diode`),
    time: nodeF === undefined ? null : { nodeF, unitS: conductanceUnitS as number },
  };
}

/** The energy of a file's network. Throws InputError naming the file and the node. */
export function energyOfFile(network: NetworkFile, file: string) {
  const { energy, diode, ...options } = network;
  if (energy === 'hopfield') {
    if (diode) throw new InputError(`${file}: diode: expected none where energy is hopfield`);
    if (options.amplifierGain === 1) return hopfieldEnergy(options);
    throw new InputError(
      `${file}: amplifierGain: ${options.amplifierGain}, expected 1 where energy is hopfield`,
    );
  }
  try {
    return resistiveEnergy({ ...options, ...(diode && { diode }) });
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
  }
}

function readDiode(value: unknown, place: string): DiodeOptions {
  checkKeys(value, { known: ['model', 'saturationA', 'thermalV', 'thresholdV', 'onS', 'offS'], file: place });
  const { model } = readBy(z.object({ model: choice(['shockley', 'piecewise']) }), value, place);
  return readBy(diodes[model], value, place);
}
