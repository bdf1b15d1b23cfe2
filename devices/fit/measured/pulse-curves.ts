import { InputError } from '../../base/errors.js';
import { parseHeader } from './csv-header.js';
import { createPulseTable, type GrowingSweep, isData } from './pulse-table.js';

/** Conductance against pulse number on one device in one direction. */
export interface PulseSweep {
  readonly direction: 'up' | 'down';
  /** Which of the sweeps of a device in this direction; absent = the only one. */
  readonly cycle?: string;
  /** Rising; pulses applied since the sweep began, or any other count with the same differences. */
  readonly pulses: Float64Array;
  readonly conductanceS: Float64Array;
}

export interface MeasuredDevice {
  readonly name: string;
  /** At least one; those of one direction differ in their cycle. */
  readonly sweeps: readonly PulseSweep[];
}

export interface PulseCurves {
  /** What messages call the data. */
  readonly source: string;
  /** In the order of their first rows. */
  readonly devices: readonly MeasuredDevice[];
  readonly rows: number;
  /** What the file holds beside them and was left out, a sentence each. */
  readonly notes?: readonly string[];
}

/** Points that a sweep needs at least. */
export const fewestPoints = 5;

/**
 * Reads measured pulse curves from CSV text, one measured point a row, under the header
 *
 *   device,direction,pulse,conductanceS
 *
 * in any order of columns. `device` is any name, `direction` is up or down, `pulse` a whole number
 * that rises within a sweep, so that rows of different sweeps may alternate; `cycle` tells repeated
 * sweeps of a device apart. Other usual names are known (`column-title.ts`). The unit of all
 * readings stands in the header: S, ohm or A, with a prefix, as in conductance_uS, G (S) or
 * Resistance [kohm]; currents go with a column read_voltage_V. A wide sheet has a column a device,
 * such as D1 (uS). Cells are parted by commas, or by semicolons or tabs if the header is, and then
 * decimal commas are read too. Lines that begin with # are skipped, empty rows and readings and
 * unknown columns are left out and listed in `notes`. O(text). Throws InputError with `source`, the
 * line's number (from 1) and what was expected.
 */
export function parsePulseCurves(text: string, { source }: { source: string }): PulseCurves {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const top = lines.findIndex(isData);
  if (top < 0)
    throw new InputError(`${source}: empty, expected the columns device,direction,pulse,conductanceS`);
  const header = parseHeader(lines[top], { source, row: top + 1 });
  const table = createPulseTable(header);
  for (let i = top + 1; i < lines.length; i++) {
    if (isData(lines[i])) table.add(lines[i], { source, row: i + 1 });
    else if (lines[i].trim() === '') table.addBlank();
  }
  const devices = devicesOf(table.sweeps(), source);
  if (devices.length === 0)
    throw new InputError(`${source}: no rows below the header, expected measured points`);
  return Object.freeze({ source, devices, ...table.left() });
}

function devicesOf(sweeps: readonly GrowingSweep[], source: string): MeasuredDevice[] {
  const devices = new Map<string, PulseSweep[]>();
  for (const { name, direction, cycle, pulses, conductanceS } of sweeps) {
    if (pulses.length < fewestPoints) {
      const which = `device ${name}, ${direction}${cycle === undefined ? '' : `, cycle ${cycle}`}`;
      const got = `${pulses.length} point${pulses.length === 1 ? '' : 's'}`;
      throw new InputError(`${source}: ${which}: ${got}, expected ${fewestPoints} or more`);
    }
    const own = devices.get(name) ?? [];
    devices.set(name, own);
    own.push({
      direction,
      ...(cycle !== undefined && { cycle }),
      pulses: Float64Array.from(pulses),
      conductanceS: Float64Array.from(conductanceS),
    });
  }
  return [...devices].map(([name, own]) => ({ name, sweeps: own }));
}
