import { createDisjointSets } from './disjoint-sets.js';
import { elementsOf, nodeNumbers } from './elements.js';
import type { WireNetwork } from './network.js';
import { pathsOf } from './paths.js';

/** The I-V curve of the cells, as a configuration names it: i = G v0 sinh(v / v0). */
export interface CellNonlinearity {
  readonly kind: 'none' | 'sinh';
  /** v0, > 0. */
  readonly voltageV: number;
}

export interface SpiceOptions {
  /** One a word line. */
  readonly voltageV: ArrayLike<number>;
  readonly nonlinearity?: CellNonlinearity;
}

/**
 * A netlist for `ngspice -b`, which prints i(vout0), i(vout1), ...: the current into the ground of
 * each bit line. Ideal segments make one node of two; broken segments, open cells and pieces that
 * hang on nothing are left out.
 */
export function spiceNetlist(network: WireNetwork, options: SpiceOptions): string {
  const { rows, cols } = network;
  const { nonlinearity, voltageV } = options;
  const { sources, grounds, count } = nodeNumbers(network);
  const merged = createDisjointSets(count);
  for (const { kind, from, to, value } of elementsOf(network)) {
    if (kind !== 'cell' && value === 0) merged.join(from, to);
  }
  const { isHeld } = pathsOf(network);
  const node = (number: number) => `n${merged.find(number)}`;
  const lines = [
    `* crossbar of ${rows} word lines and ${cols} bit lines`,
    '.options reltol=1e-10 abstol=1e-18 vntol=1e-14 itl1=1000',
  ];
  for (let i = 0; i < rows; i++) lines.push(`vin${i} ${node(sources + i)} 0 ${voltageV[i]}`);
  for (let j = 0; j < cols; j++) lines.push(`vout${j} ${node(grounds + j)} 0 0`);
  for (const { kind, from, to, value } of elementsOf(network)) {
    if (!isHeld(from)) continue;
    const name = `${kind}${to} ${node(from)} ${node(to)}`;
    if (kind === 'cell') {
      if (value > 0) lines.push(cell(name, { value, nonlinearity, from: node(from), to: node(to) }));
    } else if (value > 0 && value < Infinity) lines.push(`r${name} ${value}`);
  }
  const prints = Array.from({ length: cols }, (_, j) => `print i(vout${j})`);
  return `${[...lines, '.control', 'set numdgt=15', 'op', ...prints, '.endc', '.end'].join('\n')}\n`;
}

interface Cell {
  readonly value: number;
  readonly nonlinearity: CellNonlinearity | undefined;
  readonly from: string;
  readonly to: string;
}

function cell(name: string, { value, nonlinearity, from, to }: Cell): string {
  if (nonlinearity?.kind !== 'sinh') return `r${name} ${1 / value}`;
  const { voltageV } = nonlinearity;
  return `b${name} i=${value * voltageV}*sinh(v(${from},${to})/${voltageV})`;
}
