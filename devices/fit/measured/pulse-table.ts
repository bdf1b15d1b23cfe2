import { directionOf } from './column-title.js';
import { type CsvLine, cellsOf, createNumberReader, fault, type ReadNumber } from './csv-cells.js';
import type { PulseHeader, ReadingColumn } from './csv-header.js';
import { createReading } from './csv-reading.js';

/** A line that is neither empty nor a comment. */
export function isData(line: string): boolean {
  return line.trim() !== '' && !line.trimStart().startsWith('#');
}

/** A sweep of which more rows may come. */
export interface GrowingSweep {
  readonly name: string;
  readonly direction: 'up' | 'down';
  readonly cycle?: string;
  readonly pulses: number[];
  readonly conductanceS: number[];
}

/** The sweeps of a file as its rows come in. */
export function createPulseTable(header: PulseHeader) {
  const { delimiter, width, columns, readings, unused } = header;
  const sweeps = new Map<string, GrowingSweep>();
  const number = createNumberReader(delimiter);
  const reading = createReading(header, number);
  let rows = 0;
  let blank = 0;
  let blankSince = 0;
  let empty = 0;
  const addReading = (cells: readonly string[], column: ReadingColumn, at: CsvLine) => {
    if (cells[column.column] === '') {
      empty++;
      return;
    }
    const sweep = sweepOf(sweeps, sourceOf(cells, { header, column }), at);
    addPulse(sweep, { cell: cells[columns.pulse], number, at });
    sweep.conductanceS.push(reading(cells, column, at));
  };
  return {
    add(line: string, at: CsvLine) {
      const cells = cellsOf(line, delimiter, at);
      if (cells.every((cell) => cell === '')) {
        blankSince++;
        return;
      }
      if (cells.length !== width) {
        const hint =
          delimiter === ',' && cells.length > width ? '; decimal commas need semicolons or tabs' : '';
        throw fault(at, `${cells.length} cells, expected ${width}${hint}`);
      }
      for (const column of readings) addReading(cells, column, at);
      blank += blankSince;
      blankSince = 0;
      rows++;
    },
    /** Counts where rows follow. */
    addBlank: () => void blankSince++,
    sweeps: () => [...sweeps.values()],
    left() {
      const notes = [
        blank > 0 ? `${counted(blank, 'blank row')} left out` : '',
        empty > 0 ? `${counted(empty, 'empty reading')} left out` : '',
        unused.length > 0
          ? `nothing is read from the column${unused.length === 1 ? '' : 's'} ${unused.join(', ')}`
          : '',
      ];
      return { rows, notes: notes.filter((note) => note !== '') };
    },
  };
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} is` : `${count} ${what}s are`;
}

interface Source {
  readonly name: string;
  readonly direction: string;
  readonly cycle: string | undefined;
}

function sourceOf(
  cells: readonly string[],
  { header: { columns }, column }: { header: PulseHeader; column: ReadingColumn },
): Source {
  const cell = (role: 'device' | 'direction' | 'cycle') => {
    const place = columns[role];
    return place === undefined ? undefined : cells[place];
  };
  return {
    name: column.device ?? cell('device') ?? '',
    direction: column.direction ?? cell('direction') ?? '',
    cycle: cell('cycle'),
  };
}

function sweepOf(
  sweeps: Map<string, GrowingSweep>,
  { name, direction: word, cycle }: Source,
  at: CsvLine,
): GrowingSweep {
  const direction = directionOf(word);
  const key = JSON.stringify([name, direction, cycle]);
  const known = direction && sweeps.get(key);
  if (known) return known;
  if (name === '') throw fault(at, 'no device, expected a name or number');
  if (cycle === '') throw fault(at, 'no cycle, expected a name or number');
  if (direction === null) {
    const others = 'set or reset, ltp or ltd, potentiation or depression, +1 or -1';
    throw fault(at, `direction ${JSON.stringify(word)}, expected up or down, or ${others}`);
  }
  const sweep: GrowingSweep = {
    name,
    direction,
    pulses: [],
    conductanceS: [],
    ...(cycle !== undefined && { cycle }),
  };
  sweeps.set(key, sweep);
  return sweep;
}

function addPulse(
  { name, direction, pulses }: GrowingSweep,
  { cell, number, at }: { cell: string; number: ReadNumber; at: CsvLine },
): void {
  const pulse = number(cell, at);
  if (!Number.isSafeInteger(pulse) || pulse < 0) {
    throw fault(at, `pulse ${JSON.stringify(cell)}, expected a whole number from 0`);
  }
  const last = pulses.at(-1);
  if (last !== undefined && pulse <= last) {
    const again = 'above the last one; repeated sweeps of a device need a column cycle';
    throw fault(
      at,
      `pulse ${pulse} after ${last} in the ${direction} sweep of device ${name}, expected ${again}`,
    );
  }
  pulses.push(pulse);
}
