import { InputError } from '../base/errors.js';
import { cellsOf, fault, type Place, parseHeader } from './csv-header.js';

/** Conductance against pulse number on one device in one direction. */
export interface PulseSweep {
  readonly direction: 'up' | 'down';
  /** Rising; pulses applied since the sweep began, or any other count with the same differences. */
  readonly pulses: Float64Array;
  readonly conductanceS: Float64Array;
}

export interface MeasuredDevice {
  readonly name: string;
  /** One or two, of different direction. */
  readonly sweeps: readonly PulseSweep[];
}

export interface PulseCurves {
  /** What messages call the data. */
  readonly source: string;
  /** In the order of their first rows. */
  readonly devices: readonly MeasuredDevice[];
  readonly rows: number;
}

/** Points that a sweep needs at least. */
export const fewestPoints = 5;

/**
 * Reads measured pulse curves from CSV text, one measured point a row, under the header
 *
 *   device,direction,pulse,conductanceS
 *
 * in any order of columns; other columns are ignored. `device` is any name, `direction` is up or down, `pulse` a whole
 * number that rises within a sweep, so that rows of different sweeps may alternate. The unit of all conductances stands
 * in the header: conductanceS, conductance_uS or conductance(uS); S, mS, uS, nS and pS are known. Cells are parted by
 * commas, or by semicolons or tabs if the header is; quotes are not supported. Empty lines and those that begin with #
 * are skipped. O(text). Throws InputError with `source`, the line's number (from 1) and what was expected.
 */
export function parsePulseCurves(text: string, { source }: { source: string }): PulseCurves {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const isData = (line: string) => line.trim() !== '' && !line.trimStart().startsWith('#');
  const top = lines.findIndex(isData);
  if (top < 0)
    throw new InputError(`${source}: empty, expected the columns device,direction,pulse,conductanceS`);
  const header = parseHeader(lines[top], { source, row: top + 1 });
  const sweeps = new Map<string, Growing>();
  let rows = 0;
  for (let i = top + 1; i < lines.length; i++) {
    if (!isData(lines[i])) continue;
    const at = { source, row: i + 1 };
    const cells = cellsOf(lines[i], header.delimiter, at);
    if (cells.length !== header.width) throw fault(at, `${cells.length} cells, expected ${header.width}`);
    const { device, direction, pulse, conductance } = header.columns;
    const sweep = sweepOf(sweeps, { name: cells[device], direction: cells[direction].toLowerCase(), at });
    addPulse(sweep, cells[pulse], at);
    sweep.conductanceS.push(readConductance(cells[conductance], header.unit, at) * header.unitS);
    rows++;
  }
  const devices = devicesOf([...sweeps.values()], source);
  if (devices.length === 0)
    throw new InputError(`${source}: no rows below the header, expected measured points`);
  return Object.freeze({ source, devices, rows });
}

interface Growing {
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly pulses: number[];
  readonly conductanceS: number[];
}

function sweepOf(
  sweeps: Map<string, Growing>,
  { name, direction, at }: { name: string; direction: string; at: Place },
): Growing {
  const key = `${direction} ${name}`;
  const known = sweeps.get(key);
  if (known) return known;
  if (name === '') throw fault(at, 'no device, expected a name or number');
  if (direction !== 'up' && direction !== 'down') {
    throw fault(at, `direction ${JSON.stringify(direction)}, expected up or down`);
  }
  const sweep: Growing = { name, direction, pulses: [], conductanceS: [] };
  sweeps.set(key, sweep);
  return sweep;
}

function addPulse({ name, direction, pulses }: Growing, cell: string, at: Place): void {
  const pulse = cell === '' ? Number.NaN : Number(cell);
  if (!Number.isSafeInteger(pulse) || pulse < 0) {
    throw fault(at, `pulse ${JSON.stringify(cell)}, expected a whole number from 0`);
  }
  const last = pulses.at(-1);
  if (last !== undefined && pulse <= last) {
    const again = 'above the last one; a second sweep of a device needs another device name';
    throw fault(
      at,
      `pulse ${pulse} after ${last} in the ${direction} sweep of device ${name}, expected ${again}`,
    );
  }
  pulses.push(pulse);
}

function readConductance(cell: string, unit: string, at: Place): number {
  const value = cell === '' ? Number.NaN : Number(cell);
  if (Number.isFinite(value) && value >= 0) return value;
  const shown = `conductance ${JSON.stringify(cell)}`;
  if (/^[-+.\d][-+.\deE]*\s*[a-zA-Zµμ]/.test(cell)) {
    throw fault(at, `${shown} has a unit of its own, expected a bare number in ${unit} as the header says`);
  }
  throw fault(at, `${shown}, expected a number >= 0 in ${unit}`);
}

function devicesOf(sweeps: readonly Growing[], source: string): MeasuredDevice[] {
  const byName = new Map<string, Growing[]>();
  for (const sweep of sweeps) byName.set(sweep.name, [...(byName.get(sweep.name) ?? []), sweep]);
  return [...byName].map(([name, own]) => ({
    name,
    sweeps: own.map(({ direction, pulses, conductanceS }) => {
      if (pulses.length < fewestPoints) {
        const got = `${pulses.length} point${pulses.length === 1 ? '' : 's'}`;
        throw new InputError(
          `${source}: device ${name}, ${direction}: ${got}, expected ${fewestPoints} or more`,
        );
      }
      return { direction, pulses: Float64Array.from(pulses), conductanceS: Float64Array.from(conductanceS) };
    }),
  }));
}
