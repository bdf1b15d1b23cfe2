import { solveNetwork, spiceNetlist, type WireStatus } from '../../../crossbar/index.js';
import { InputError, linearCurrent, sinhCurrent } from '../../../devices/index.js';
import type { CrossbarFile } from './crossbar-file.js';

interface Vector {
  readonly currentA: readonly number[];
  readonly cellCurrentA: readonly number[][];
  readonly wordLineV: readonly number[][];
  readonly bitLineV: readonly number[][];
}

/**
 * What `crossbar solve` prints: values of a vector, or lists of them where the file has a list of
 * vectors.
 */
export type CrossbarOutput = { readonly [Key in keyof Vector]: Vector[Key] | Vector[Key][] } & {
  /** The largest of any vector. */
  readonly iterations: number;
  readonly residual: number;
};

/**
 * Solves every vector of voltages. The status is the first that is not 'settled', where there is
 * one.
 */
export function solveCrossbar({ network, voltages, isList, nonlinearity }: CrossbarFile) {
  const currentVoltage = nonlinearity.kind === 'sinh' ? sinhCurrent(nonlinearity.voltageV) : linearCurrent;
  const solutions = voltages.map((voltageV) => solveNetwork(network, voltageV, { currentVoltage }));
  const rows = (values: Float64Array) =>
    Array.from({ length: network.rows }, (_, i) => [
      ...values.subarray(i * network.cols, (i + 1) * network.cols),
    ]);
  const each = <T>(of: (solution: (typeof solutions)[number]) => T) => {
    const all = solutions.map(of);
    return isList ? all : all[0]!;
  };
  const output: CrossbarOutput = {
    currentA: each(({ currentA }) => [...currentA]),
    cellCurrentA: each(({ cellCurrentA }) => rows(cellCurrentA)),
    wordLineV: each(({ wordLineV }) => rows(wordLineV)),
    bitLineV: each(({ bitLineV }) => rows(bitLineV)),
    iterations: Math.max(...solutions.map(({ iterations }) => iterations)),
    residual: Math.max(...solutions.map(({ residual }) => residual)),
  };
  const status: WireStatus['status'] = solutions.find((one) => one.status !== 'settled')?.status ?? 'settled';
  return { output, status };
}

/** The netlist of a file with one vector of voltages. Throws InputError for more. */
export function netlist({ network, voltages, nonlinearity }: CrossbarFile, file: string): string {
  const [voltageV, ...others] = voltages;
  if (others.length > 0) {
    throw new InputError(`${file}: voltageV: ${voltages.length} vectors, expected one for a netlist`);
  }
  return spiceNetlist(network, { voltageV: voltageV!, nonlinearity });
}
