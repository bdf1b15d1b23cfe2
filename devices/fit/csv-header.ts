import { InputError } from '../base/errors.js';

/** A line of a file, for messages. */
export interface Place {
  readonly source: string;
  /** From 1. */
  readonly row: number;
}

export type Delimiter = ',' | ';' | '\t';

export interface PulseHeader {
  readonly delimiter: Delimiter;
  /** Number of columns. */
  readonly width: number;
  /** Where each of the four stands. */
  readonly columns: Readonly<Record<'device' | 'direction' | 'pulse' | 'conductance', number>>;
  /** Name of the conductances' unit, and what one of it is in siemens. */
  readonly unit: string;
  readonly unitS: number;
}

const units: Readonly<Record<string, number>> = { S: 1, mS: 1e-3, uS: 1e-6, nS: 1e-9, pS: 1e-12 };
const wanted = 'expected the columns device,direction,pulse,conductanceS';

/** Finds the columns and the unit. Throws InputError naming what is missing, twice there or unknown. */
export function parseHeader(line: string, at: Place): PulseHeader {
  const delimiter = ([',', ';', '\t'] as const).find((mark) => line.includes(mark)) ?? ',';
  const titles = cellsOf(line, delimiter, at);
  const column = (name: string, matches: (title: string) => boolean) => {
    const found = titles.flatMap((title, i) => (matches(title.toLowerCase()) ? [i] : []));
    if (found.length === 1) return found[0];
    throw fault(at, `${found.length === 0 ? 'no' : 'more than one'} column ${name} in the header, ${wanted}`);
  };
  const columns = {
    device: column('device', (title) => title === 'device'),
    direction: column('direction', (title) => title === 'direction'),
    pulse: column('pulse', (title) => title === 'pulse' || title === 'pulses'),
    conductance: column('conductance', (title) => title.startsWith('conductance')),
  };
  const title = titles[columns.conductance];
  const unit =
    /^conductance[\s_]*[([]?\s*([a-zµμ]*)\s*[)\]]?$/i.exec(title)?.[1].replace(/[µμ]/, 'u') ?? title;
  if (units[unit] === undefined) {
    throw fault(at, `unit of ${JSON.stringify(title)}, expected one of ${Object.keys(units).join(', ')}`);
  }
  return { delimiter, width: titles.length, columns, unit, unitS: units[unit] };
}

/** The trimmed cells of a line. Throws InputError on a quote. */
export function cellsOf(line: string, delimiter: Delimiter, at: Place): string[] {
  if (line.includes('"')) throw fault(at, 'a quote, expected cells without quotes');
  const cells = line.split(delimiter);
  for (let i = 0; i < cells.length; i++) cells[i] = cells[i].trim();
  return cells;
}

/** The error of one line. */
export function fault({ source, row }: Place, message: string): InputError {
  return new InputError(`${source}: row ${row}: ${message}`);
}
