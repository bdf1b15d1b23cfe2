import {
  type ColumnTitle,
  type ColumnUnit,
  columnTitle,
  directionOf,
  type Role,
  roleOf,
} from './column-title.js';
import { type CsvLine, cellsOf, type Delimiter, delimiterOf, fault } from './csv-cells.js';

export interface PulseHeader {
  readonly delimiter: Delimiter;
  /** Number of columns. */
  readonly width: number;
  /** Where what belongs to all readings of a row stands. */
  readonly columns: Readonly<Partial<Record<Role, number>>> & { readonly pulse: number };
  readonly readings: readonly ReadingColumn[];
  /** Volts of one unit of the read voltage. */
  readonly voltageV: number;
  /** Titles of columns that nothing is read from. */
  readonly unused: readonly string[];
}

/** A column of readings. */
export interface ReadingColumn {
  readonly column: number;
  readonly title: string;
  readonly unit: ColumnUnit;
  /** Whose they are; null = as the row says. */
  readonly device: string | null;
  readonly direction: 'up' | 'down' | null;
}

const measured = ['conductance', 'resistance', 'current'] as const;
const wanted =
  'expected device, direction, pulse and a conductance with its unit (conductance_uS, G (S), R [kohm], or current_A and ' +
  'read_voltage_V), or pulse, direction and a column a device, such as D1 (uS)';

/**
 * Finds columns and units. Throws InputError that lists the columns there are and all that is
 * missing.
 */
export function parseHeader(line: string, at: CsvLine): PulseHeader {
  const delimiter = delimiterOf(line);
  const titles = cellsOf(line, delimiter, at).map(columnTitle);
  const roles = titles.map(({ name }) => roleOf(name));
  const found = readingsOf(titles, roles);
  const missing = [...missingOf(roles, found), ...doubtful(roles, found)];
  if (missing.length > 0) {
    const there = titles.map(({ text }) => text || '(empty)').join(', ');
    throw fault(at, `${missing.join(', ')} in the header, whose columns are ${there}; ${wanted}`);
  }
  const place = (role: Role) => roles.indexOf(role);
  const columns = Object.fromEntries(roles.flatMap((role) => (role ? [[role, place(role)]] : [])));
  const readings = found.map((reading) => ({ ...reading, unit: reading.unit! }));
  const isUnused = ({ text }: ColumnTitle, i: number) =>
    text !== '' && (roles[i] === null || roles[i] in units) && !readings.some(({ column }) => column === i);
  return {
    delimiter,
    width: titles.length,
    columns: columns as PulseHeader['columns'],
    readings,
    voltageV: titles[place('readVoltage')]?.unit?.size ?? 1,
    unused: titles.filter(isUnused).map(({ text }) => text),
  };
}

const units = { conductance: 'uS', resistance: 'kohm', current: 'uA' } as const;

type Found = Omit<ReadingColumn, 'unit'> & { readonly unit: ColumnUnit | null };

/** The columns called conductance, resistance or current, else all that have the unit of one. */
function readingsOf(titles: readonly ColumnTitle[], roles: readonly (Role | null)[]): Found[] {
  const named = measured.find((quantity) => roles.includes(quantity));
  return titles.flatMap<Found>(({ text: title, name, unit }, column) => {
    const right = unit?.quantity === named ? unit : null;
    if (named)
      return roles[column] === named ? [{ column, title, unit: right, device: null, direction: null }] : [];
    if (roles[column] !== null || unit === null || unit.quantity === 'voltage') return [];
    const words = name.replace(/^(conductance|resistance|current|[gri])[\s_]+/i, '').split(/[\s_]+/);
    const direction = directionOf(words.length > 1 || !/^[-+]?1?$/.test(name) ? words.at(-1)! : '');
    const device = (direction ? words.slice(0, -1) : words).join(' ');
    return [{ column, title, unit, device: roles.includes('device') ? null : device || null, direction }];
  });
}

function missingOf(roles: readonly (Role | null)[], found: readonly Found[]): string[] {
  const needed = {
    device: found.length === 0 || found.some(({ device }) => device === null),
    direction: found.length === 0 || found.some(({ direction }) => direction === null),
    pulse: true,
    conductance: found.length === 0,
  };
  const lacking = (Object.keys(needed) as (keyof typeof needed)[]).filter(
    (role) => needed[role] && !roles.includes(role),
  );
  const current = found.some(({ unit }) => unit?.quantity === 'current') && !roles.includes('readVoltage');
  return [...lacking, ...(current ? ['read_voltage_V beside a current'] : [])].map(
    (name) => `no column ${name}`,
  );
}

function doubtful(roles: readonly (Role | null)[], found: readonly Found[]): string[] {
  const twice = [...new Set(roles)].filter(
    (role) => role !== null && roles.indexOf(role) !== roles.lastIndexOf(role),
  );
  const sources = found.map(({ device, direction }) => `${device}\n${direction}`);
  const alike = found.filter((_, i) => sources.indexOf(sources[i]) !== i && twice.length === 0);
  return [
    ...twice.map((role) => `more than one column ${role}`),
    ...alike.map(({ title }) => `more than one column of the same device as ${title}`),
    ...found.filter(({ unit }) => unit === null).map(({ title }) => `no known unit of ${title}`),
  ];
}
