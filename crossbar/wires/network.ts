import { checkInteger, checkNumber, InputError } from '../../devices/index.js';

/**
 * A crossbar as a network of resistances. Matrices are [rows, cols], row-major: rows = word lines,
 * columns = bit lines.
 *
 *     V_i --sourceOhm-- w[i,0] -- w[i,1] -- ...
 *                         |         |
 *                       b[i,0]    b[i,1]
 *                         |         |
 *                         ... --loadOhm-- ground
 *
 * - Segment [i,j] of a word line leads to w[i,j] from the source's side.
 * - Cell [i,j] joins w[i,j] and b[i,j].
 * - Segment [i,j] of a bit line leads from b[i,j] to b[i+1,j]; that of the last row leads to the
 *   virtual ground.
 */
export interface WireNetwork {
  readonly rows: number;
  readonly cols: number;
  /** 0 = open cell. Not copied: a caller may change it between two solves. */
  readonly conductanceS: Float64Array;
  /** Resistance of each segment; 0 = ideal, Infinity = broken. */
  readonly wordLineOhm: Float64Array;
  readonly bitLineOhm: Float64Array;
  /** In series with every word line's first segment, and with every bit line's last. */
  readonly sourceOhm: number;
  readonly loadOhm: number;
}

export interface WireNetworkOptions {
  readonly rows: number;
  readonly cols: number;
  readonly conductanceS: Float64Array;
  /** One value for all segments or one each, 0 by default. */
  readonly wordLineOhm?: number | Float64Array;
  readonly bitLineOhm?: number | Float64Array;
  /** 0 by default. */
  readonly sourceOhm?: number;
  readonly loadOhm?: number;
}

/** A checked network. Throws InputError naming the cell or segment. */
export function createWireNetwork(options: WireNetworkOptions): WireNetwork {
  const { rows, cols, conductanceS, wordLineOhm = 0, bitLineOhm = 0, sourceOhm = 0, loadOhm = 0 } = options;
  checkInteger('rows', rows, { min: 1 });
  checkInteger('cols', cols, { min: 1 });
  checkNumber('sourceOhm', sourceOhm, { min: 0 });
  checkNumber('loadOhm', loadOhm, { min: 0 });
  const segments = (ohm: number | Float64Array) =>
    typeof ohm === 'number' ? new Float64Array(rows * cols).fill(ohm) : ohm;
  const network: WireNetwork = Object.freeze({
    rows,
    cols,
    conductanceS,
    wordLineOhm: segments(wordLineOhm),
    bitLineOhm: segments(bitLineOhm),
    sourceOhm,
    loadOhm,
  });
  checkEach('conductanceS', network, { isRight: Number.isFinite, expected: 'a finite number from 0' });
  checkEach('wordLineOhm', network, resistance);
  checkEach('bitLineOhm', network, resistance);
  return network;
}

interface Check {
  readonly isRight: (value: number) => boolean;
  readonly expected: string;
}

const resistance: Check = {
  isRight: (value) => !Number.isNaN(value),
  expected: 'a number from 0, Infinity = broken',
};

function checkEach(
  name: 'conductanceS' | 'wordLineOhm' | 'bitLineOhm',
  { [name]: values, rows, cols }: WireNetwork,
  { isRight, expected }: Check,
): void {
  if (values.length !== rows * cols) {
    throw new InputError(`${name} must hold ${rows} x ${cols} numbers (got ${values.length})`);
  }
  const wrong = values.findIndex((value) => !(isRight(value) && value >= 0));
  if (wrong < 0) return;
  const place = `[${Math.floor(wrong / cols)}][${wrong % cols}]`;
  throw new InputError(`${name}${place} must be ${expected} (got ${values[wrong]})`);
}
