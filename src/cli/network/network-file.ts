import { InputError } from '../../../devices/index.js';
import type { Mapping } from '../../configuration/plain-data.js';
import { readPhysicalValues } from '../../configuration/text/physical-value.js';
import type { DiodeOptions } from '../../reference/energy/diodes.js';
import { hopfieldEnergy } from '../../reference/energy/hopfield-energy.js';
import { resistiveEnergy, sourceVoltages } from '../../reference/energy/resistive-energy.js';
import type { SettlingOptions } from '../../reference/settling-time.js';
import {
  any,
  type NumberKind,
  type Placed,
  port,
  positiveNumber,
  readList,
  readMatrix,
  readNumber,
  readVector,
} from '../crossbar/crossbar-values.js';
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

/** Reads a file, `-` being standard input. Throws InputError naming file, key and value. */
export async function readNetwork(file: string): Promise<NetworkFile> {
  return parseNetwork(await readPhysicalValues(await readJson(file), file), file);
}

/** The meaning of a file's content. Throws InputError naming `file`, key and value. */
export function parseNetwork(raw: unknown, file: string): NetworkFile {
  checkKeys(raw, { known: keys, file });
  const at = (key: string, value = raw[key]): Placed => ({ place: `${file}: ${key}`, value });
  const optional = (key: string, kind: NumberKind, otherwise: number) =>
    raw[key] === undefined ? otherwise : readNumber(at(key), kind);
  const energy = choose(raw, 'energy', { of: ['resistive', 'hopfield'], file });
  const output = choose(raw, 'output', { of: ['linear', 'clipped'], file, otherwise: 'linear' });
  const layers = layersOf(at('weights'));
  const last = layers.length - 1;
  const weights = readList(at('weights'), last).map((value, l) =>
    readMatrix(
      { place: `${file}: weights[${l}]`, value },
      { rows: layers[l + 1], cols: layers[l], kind: any },
    ),
  );
  const biases = layers.slice(1).map((length, l) => {
    if (raw.biases === undefined) return new Float64Array(length);
    const value = readList(at('biases'), last)[l];
    return readVector({ place: `${file}: biases[${l}]`, value }, { length, kind: any });
  });
  const inputGain = optional('inputGain', any, 1);
  const doubled = energy === 'resistive' ? 2 : 1;
  if (layers[0] % doubled > 0) {
    throw new InputError(
      `${file}: weights[0]: rows of ${layers[0]}, expected an even number, for [x, -x] of resistive networks`,
    );
  }
  const vectors = (key: string, length: number) =>
    readList(at(key)).map((value, i) =>
      readVector({ place: `${file}: ${key}[${i}]`, value }, { length, kind: any }),
    );
  const inputs = vectors('inputs', layers[0] / doubled);
  const targets = vectors('targets', layers[last]);
  if (targets.length !== inputs.length) {
    throw new InputError(`${file}: targets: ${targets.length}, expected ${inputs.length}, one an input`);
  }
  return {
    energy,
    output,
    layers,
    weights,
    biases,
    targets,
    sources: inputs.map((x) =>
      energy === 'resistive' ? sourceVoltages(x, inputGain) : x.map((value) => inputGain * value),
    ),
    beta: optional('beta', { expected: 'a number other than 0', isRight: (value) => value !== 0 }, 0.1),
    tolerance: optional('tolerance', positiveNumber, 1e-12),
    maxSweeps: optional(
      'maxSweeps',
      { expected: 'a whole number from 1', isRight: (value) => Number.isInteger(value) && value >= 1 },
      10_000,
    ),
    amplifierGain: optional('amplifierGain', positiveNumber, 1),
    diode: raw.diode === undefined ? null : readDiode(at('diode')),
    time:
      raw.nodeCapacitanceF === undefined
        ? null
        : {
            nodeF: readNumber(at('nodeCapacitanceF'), positiveNumber),
            unitS: optional('conductanceUnitS', positiveNumber, 1),
          },
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

function readDiode({ place, value }: Placed): DiodeOptions {
  checkKeys(value, { known: ['model', 'saturationA', 'thermalV', 'thresholdV', 'onS', 'offS'], file: place });
  const at = (key: string): Placed => ({ place: `${place}.${key}`, value: value[key] });
  const model = choose(value, 'model', { of: ['shockley', 'piecewise'], file: place });
  if (model === 'shockley') {
    return {
      model,
      saturationA: readNumber(at('saturationA'), positiveNumber),
      thermalV: readNumber(at('thermalV'), positiveNumber),
    };
  }
  const from0 = (key: string) => (value[key] === undefined ? 0 : readNumber(at(key), port));
  return {
    model,
    thresholdV: from0('thresholdV'),
    onS: readNumber(at('onS'), positiveNumber),
    offS: from0('offS'),
  };
}

/** From the matrices' shapes, which must fit one another. */
function layersOf({ place, value }: Placed): readonly number[] {
  const lengths = readList({ place, value }).map((matrix, l) => {
    const rows = readList({ place: `${place}[${l}]`, value: matrix });
    return { rows: rows.length, cols: readList({ place: `${place}[${l}][0]`, value: rows[0] }).length };
  });
  lengths.forEach(({ cols }, l) => {
    const below = lengths[l - 1]?.rows ?? cols;
    if (cols !== below) {
      throw new InputError(
        `${place}[${l}]: rows of ${cols}, expected ${below}, the units of the layer below`,
      );
    }
  });
  return [lengths[0].cols, ...lengths.map(({ rows }) => rows)];
}

function choose<const T extends string>(
  raw: Mapping,
  key: string,
  { of, file, otherwise }: { of: readonly T[]; file: string; otherwise?: T },
): T {
  const value = raw[key] ?? otherwise;
  const found = of.find((name) => name === value);
  if (found) return found;
  throw new InputError(
    `${file}: ${key}: ${JSON.stringify(value) ?? 'missing'}, expected one of ${of.join(', ')}`,
  );
}
