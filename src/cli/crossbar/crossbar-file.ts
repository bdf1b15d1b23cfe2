import { type CellNonlinearity, createWireNetwork, type WireNetwork } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import type { Mapping } from '../../configuration/plain-data.js';
import { readPhysicalValues } from '../../configuration/text/physical-value.js';
import { checkKeys, readJson } from '../shared/json-file.js';
import {
  any,
  conductance,
  type Placed,
  port,
  positiveNumber,
  readMatrix,
  readNumber,
  readVector,
  resistance,
  segment,
} from './crossbar-values.js';

/** An array with its wires and what drives it. */
export interface CrossbarFile {
  readonly network: WireNetwork;
  readonly voltages: readonly Float64Array[];
  /** The file has a list of vectors, not one vector. */
  readonly isList: boolean;
  readonly nonlinearity: CellNonlinearity;
}

/** Reads a file, `-` being standard input. Throws InputError naming file, key and value. */
export async function readCrossbar(file: string): Promise<CrossbarFile> {
  return parseCrossbar(await readPhysicalValues(await readJson(file), file), file);
}

const cellKeys = ['resistanceOhm', 'conductanceS'];
const keys = [...cellKeys, 'voltageV', 'wordLineOhm', 'bitLineOhm', 'sourceOhm', 'loadOhm', 'nonlinearity'];

const forWeights =
  'expected conductanceS and voltageV: a weight w is a pair of cells on one word line whose conductances differ by w (gMaxS - gMinS) / weightMax, an input is a voltage; createCrossbar of crossprop/crossbar takes weights and inputs as they are';
const advice = Object.fromEntries(
  ['weights', 'matrix', 'inputs', 'vector', 'hardware'].map((key) => [key, forWeights]),
);

/**
 * The meaning of a file's content, physical values read. Throws InputError naming `file`, key and
 * value.
 */
export function parseCrossbar(raw: unknown, file: string): CrossbarFile {
  checkKeys(raw, { known: keys, file, advice });
  const { voltageV, sourceOhm = 0, loadOhm = 0, nonlinearity } = raw;
  const at = (key: string, value = raw[key]): Placed => ({ place: `${file}: ${key}`, value });
  const { conductanceS, rows, cols } = readCells(raw, file);
  const wires = (key: string) => {
    if (raw[key] === undefined) return 0;
    return Array.isArray(raw[key])
      ? readMatrix(at(key), { rows, cols, kind: segment })
      : readNumber(at(key), segment);
  };
  const isList = Array.isArray(voltageV) && Array.isArray(voltageV[0]);
  const vectors: readonly Placed[] = isList
    ? voltageV.map((value, k) => at(`voltageV[${k}]`, value))
    : [at('voltageV')];
  return {
    network: createWireNetwork({
      rows,
      cols,
      conductanceS,
      wordLineOhm: wires('wordLineOhm'),
      bitLineOhm: wires('bitLineOhm'),
      sourceOhm: readNumber(at('sourceOhm', sourceOhm), port),
      loadOhm: readNumber(at('loadOhm', loadOhm), port),
    }),
    voltages: vectors.map((vector) => readVector(vector, { length: rows, kind: any })),
    isList,
    nonlinearity: readNonlinearity(nonlinearity, file),
  };
}

/** Either matrix of cells; its first row says how many columns there are. */
function readCells(raw: Mapping, file: string) {
  const given = cellKeys.filter((key) => raw[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1) {
    throw new InputError(`${file}: ${given.length} of ${cellKeys.join(' and ')}, expected one`);
  }
  const value = raw[key];
  const rows = Array.isArray(value) ? value.length : 0;
  const first: unknown = rows > 0 ? (value as unknown[])[0] : undefined;
  const cols = Array.isArray(first) ? first.length : 0;
  if (cols === 0) throw new InputError(`${file}: ${key}: expected a matrix, one row a word line`);
  const kind = key === 'conductanceS' ? conductance : resistance;
  const matrix = readMatrix({ place: `${file}: ${key}`, value }, { rows, cols, kind });
  return { conductanceS: key === 'conductanceS' ? matrix : matrix.map((ohm) => 1 / ohm), rows, cols };
}

function readNonlinearity(given: unknown, file: string): CellNonlinearity {
  if (given === undefined) return { kind: 'none', voltageV: 1 };
  const place = `${file}: nonlinearity`;
  checkKeys(given, { known: ['kind', 'voltageV'], file: place });
  const { kind, voltageV } = given;
  if (kind === 'none') return { kind, voltageV: 1 };
  if (kind === 'sinh') {
    return { kind, voltageV: readNumber({ place: `${place}.voltageV`, value: voltageV }, positiveNumber) };
  }
  throw new InputError(`${place}.kind: ${JSON.stringify(kind) ?? 'missing'}, expected one of sinh, none`);
}
