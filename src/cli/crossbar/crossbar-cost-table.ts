import {
  type Areas,
  type Bill,
  type ChipCost,
  type CostField,
  costParts,
  type TileAdvice,
  totalArea,
  totalOf,
  type WiredTile,
} from '../../../crossbar/index.js';
import { si } from '../../report/format.js';
import { aligned } from '../shared/aligned.js';

/**
 * What a chip costs, part by part: a read of all arrays, an update of all arrays, a training image.
 */
export function costTable({ read, write, image, areas }: ChipCost): string {
  const [energyJ, areaM2] = [totalOf(image).energyJ, totalArea(areas)];
  const row = (name: string, of: (bill: Bill) => { energyJ: number; latencySec: number }, area: number) => [
    name,
    ...[read, write].flatMap((bill) => [spent(of(bill).energyJ, 'J'), spent(of(bill).latencySec, 's')]),
    spent(of(image).energyJ, 'J'),
    share(of(image).energyJ, energyJ),
    spent(of(image).latencySec, 's'),
    squareMetres(area),
    share(area, areaM2),
  ];
  return aligned([
    ['', 'one read', '', 'one update', '', 'one image', '', '', 'chip', ''],
    ['part', 'energy', 'time', 'energy', 'time', 'energy', 'share', 'time', 'area', 'share'],
    ...costParts.map((part) => row(part, (bill) => bill[part], areas[part])),
    row('total', totalOf, areaM2),
  ]);
}

/** Every number with its source, one a line. */
export function assumptionsTable(fields: readonly CostField[]): string {
  return aligned(
    fields.map(({ name, value, unit, summary, source }) => [
      `  ${name}`,
      plain(value),
      unit === '1' ? '' : unit,
      `${summary}; ${'assumption' in source ? `assumption: ${source.assumption}` : `${source.where}, doi ${source.doi}`}`,
    ]),
  );
}

export interface AdviceContext {
  readonly tile: WiredTile;
  readonly idealWires: boolean;
}

/** The advice in plain words. */
export function adviceText(advice: TileAdvice, { tile, idealWires }: AdviceContext): string {
  const { rows, cols, conductanceS, wordLineOhm, bitLineOhm } = tile;
  const { loss, limit, largest, powerOfTwo, unbounded } = advice;
  const wires =
    wordLineOhm === bitLineOhm
      ? `${wordLineOhm} ohm`
      : `${wordLineOhm} and ${bitLineOhm} ohm (word, bit line)`;
  const under = `under ${percent(limit)}`;
  const square = (size: number) => `${size} x ${size}`;
  const remedy = () => {
    if (unbounded) return `up to ${square(largest)} and more keep it ${under}`;
    if (largest === 0) return `no tile keeps it ${under}`;
    return largest === powerOfTwo
      ? `${square(largest)} keep it ${under}`
      : `${square(largest)} keep it ${under}, of powers of two ${square(powerOfTwo)}`;
  };
  const lost = `${rows} x ${cols} tiles at ${wires} a segment lose ${percent(loss)} of their current`;
  const mean = `, cells at ${si(conductanceS, 'S')}, their mean before training`;
  const note = idealWires ? "\nThe configuration's wires are ideal: their resistance is an assumption." : '';
  const scales =
    'A loss that all outputs share scales them and need not cost accuracy: crossprop estimate --budget tells.';
  return `${lost}${mean}: ${remedy()}. ${scales}${note}`;
}

/** The numbers of `costTable` under keys in SI units. */
export function costJson({ read, write, image, areas }: ChipCost) {
  const parts = (bill: Bill) => costParts.map((name) => ({ name, ...bill[name] }));
  const { energyJ, latencySec } = totalOf(image);
  return {
    energyJ,
    latencySec,
    areaM2: totalArea(areas),
    parts: parts(image).map((part) => ({
      ...part,
      areaM2: areas[part.name as keyof Areas],
      energyShare: part.energyJ / energyJ,
    })),
    read: { ...totalOf(read), parts: parts(read) },
    write: { ...totalOf(write), parts: parts(write) },
  };
}

/** Three digits: 1.2e+9, 0.112, 128. */
function plain(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded >= 1e5 ? rounded.toExponential() : `${rounded}`;
}

function squareMetres(areaM2: number): string {
  if (areaM2 === 0) return '-';
  const [value, unit] = areaM2 >= 1e-8 ? [areaM2 * 1e6, 'mm2'] : [areaM2 * 1e12, 'um2'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** Nothing -> `-`. */
const spent = (value: number, unit: string) => (value === 0 ? '-' : si(value, unit));

const share = (part: number, whole: number) => (part === 0 ? '-' : percent(part / whole));

/** Two digits: 0.5077 -> `51 %`. */
const percent = (fraction: number) => `${Number((100 * fraction).toPrecision(2))} %`;
