import { z } from 'zod';
import { type CellNonlinearity, createWireNetwork, type WireNetwork } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import type { Mapping } from '../../configuration/plain-data.js';
import { readPhysicalValues } from '../../configuration/text/physical-value.js';
import { checkKeys, readJson } from '../shared/json-file.js';
import { listOf, matrixOf, numberOf, numberOrNull, readBy, vectorOf } from './file-schema.js';

const port = numberOf('a number from 0', (value) => value >= 0);
const segment = numberOrNull(
  numberOf('a number from 0, or null = broken', (value) => value >= 0),
  Infinity,
);
const conductance = numberOrNull(
  numberOf('a number from 0, or null = open', (value) => value >= 0),
  0,
);
// The smallest numbers have no reciprocal.
const resistance = numberOrNull(
  numberOf('a number above 0, or null = open', (value) => value > 0 && Number.isFinite(1 / value)),
  Infinity,
);

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
  const { conductanceS, rows, cols } = readCells(raw, file);
  const isList = Array.isArray(raw.voltageV) && Array.isArray(raw.voltageV[0]);
  const vector = vectorOf(numberOf('a number'), rows);
  const wires = (key: string) =>
    Array.isArray(raw[key]) ? matrixOf(segment, { rows, cols }) : segment.default(0);
  const ports = z.object({
    wordLineOhm: wires('wordLineOhm'),
    bitLineOhm: wires('bitLineOhm'),
    sourceOhm: port.default(0),
    loadOhm: port.default(0),
  });
  const network = createWireNetwork({ rows, cols, conductanceS, ...readBy(ports, raw, `${file}: `) });
  const drive = z.object({ voltageV: isList ? listOf(vector) : vector.transform((one) => [one]) });
  const { voltageV } = readBy(drive, raw, `${file}: `);
  return { network, voltages: voltageV, isList, nonlinearity: readNonlinearity(raw.nonlinearity, file) };
}

/** Either matrix of cells; its first row says how many columns there are. */
function readCells(raw: Mapping, file: string) {
  const given = cellKeys.filter((key) => raw[key] !== undefined);
  const [key] = given;
  if (key === undefined || given.length > 1) {
    throw new InputError(`${file}: ${given.length} of ${cellKeys.join(' and ')}, expected one`);
  }
  const shape = z.tuple([z.array(z.unknown()).min(1)], z.unknown()).safeParse(raw[key]).data;
  if (!shape) throw new InputError(`${file}: ${key}: expected a matrix, one row a word line`);
  const rows = shape.length;
  const cols = shape[0].length;
  const item = key === 'conductanceS' ? conductance : resistance;
  const matrix = readBy(matrixOf(item, { rows, cols }), raw[key], `${file}: ${key}`);
  return { conductanceS: key === 'conductanceS' ? matrix : matrix.map((ohm) => 1 / ohm), rows, cols };
}

function readNonlinearity(given: unknown, file: string): CellNonlinearity {
  if (given === undefined) return { kind: 'none', voltageV: 1 };
  const place = `${file}: nonlinearity`;
  checkKeys(given, { known: ['kind', 'voltageV'], file: place });
  const kinds = z.object({ kind: z.enum(['sinh', 'none'], { error: 'expected one of sinh, none' }) });
  const { kind } = readBy(kinds, given, place);
  if (kind === 'none') return { kind, voltageV: 1 };
  return {
    kind,
    ...readBy(z.object({ voltageV: numberOf('a number above 0', (v) => v > 0) }), given, place),
  };
}
