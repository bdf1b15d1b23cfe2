export type MeasuredQuantity = 'conductance' | 'resistance' | 'current' | 'voltage';

export interface ColumnUnit {
  /** As it stands in the title. */
  readonly name: string;
  readonly quantity: MeasuredQuantity;
  /** One of it in siemens, ohms, amperes or volts. */
  readonly size: number;
}

/** The title of a column: what it is called, and the unit where it has one. */
export interface ColumnTitle {
  readonly text: string;
  readonly name: string;
  readonly unit: ColumnUnit | null;
}

/** What a column can hold, by the names that files give it; case, spaces and marks do not count. */
const names = {
  device: ['device', 'devices', 'deviceid', 'devicename', 'devicenumber', 'cell', 'cellid', 'id', 'dut'],
  direction: ['direction', 'dir', 'polarity', 'operation', 'updown'],
  pulse: ['pulse', 'pulses', 'pulsenumber', 'pulsecount', 'pulseno', 'pulseindex', 'npulse', 'npulses', 'n'],
  cycle: ['cycle', 'cycles', 'cyclenumber', 'cycleno', 'repetition'],
  readVoltage: ['readvoltage', 'voltageread', 'vread', 'readv'],
  conductance: ['conductance', 'g'],
  resistance: ['resistance', 'r'],
  current: ['current', 'readcurrent', 'iread', 'i'],
} as const;

export type Role = keyof typeof names;

/** What a name stands for; null = none that is known. */
export function roleOf(name: string): Role | null {
  const plain = name.toLowerCase().replace(/[\s_.-]/g, '');
  const roles = Object.keys(names) as Role[];
  return roles.find((role) => (names[role] as readonly string[]).includes(plain)) ?? null;
}

const prefixes: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
};
const quantities: Readonly<Record<string, MeasuredQuantity>> = {
  S: 'conductance',
  ohm: 'resistance',
  A: 'current',
  V: 'voltage',
};
const unitPattern = '[mµμunpkKMG]?(?:S|A|V|Ω|Ω|[Oo]hms?)';

/**
 * Parts a title such as conductance_uS, conductanceS, G (S), Resistance [kohm], R/kΩ or D1 (uS).
 */
export function columnTitle(text: string): ColumnTitle {
  const bracketed = new RegExp(`^(.*?)[\\s_]*[([]\\s*(${unitPattern})\\s*[)\\]]$`).exec(text);
  if (bracketed) return { text, name: bracketed[1], unit: unitOf(bracketed[2]) };
  const attached = new RegExp(`^(.*?)([\\s_/]*)(${unitPattern})$`).exec(text);
  if (!attached) return { text, name: text, unit: null };
  const name = attached[1];
  const unit = unitOf(attached[3]);
  // `cell A` and `PULSES` have no unit.
  const apart = attached[2] !== '' && (unit.quantity === 'conductance' || unit.quantity === 'resistance');
  const role = roleOf(name);
  const known = role === 'readVoltage' || role === unit.quantity;
  return apart || known ? { text, name, unit } : { text, name: text, unit: null };
}

function unitOf(name: string): ColumnUnit {
  const plain = name.replace(/[µμ]/, 'u').replace(/Ω|Ω|[Oo]hms?/, 'ohm');
  const base = Object.keys(quantities).find((symbol) => plain.endsWith(symbol))!;
  return { name, quantity: quantities[base], size: prefixes[plain.slice(0, -base.length)] };
}

const ways = {
  up: ['up', 'set', 'ltp', 'potentiation', 'potentiate', 'increase', '+1', '1', '+'],
  down: ['down', 'reset', 'ltd', 'depression', 'depress', 'decrease', '-1', '−1', '-'],
} as const;

/** The direction of a cell or of a word in a title; null = none that is known. */
export function directionOf(word: string): 'up' | 'down' | null {
  const plain = word.toLowerCase();
  if ((ways.up as readonly string[]).includes(plain)) return 'up';
  return (ways.down as readonly string[]).includes(plain) ? 'down' : null;
}
