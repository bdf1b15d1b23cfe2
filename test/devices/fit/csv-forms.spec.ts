import { describe, expect, it } from 'vitest';
import { parsePulseCurves } from '../../../devices/index.js';

const parse = (...lines: readonly string[]) => parsePulseCurves(lines.join('\n'), { source: 'a.csv' });
const five = [0, 1, 2, 3, 4];
/** Each form holds 1, 2, 3, 4, 5 uS of device A, up. */
const measuredS = [1e-6, 2e-6, 3e-6, 4e-6, 5e-6];

/** A header, and a row from the pulse and the conductance in microsiemens. */
const forms: Readonly<Record<string, readonly [string, (n: number, g: number) => string]>> = {
  'camel case': ['device,direction,pulse,conductanceS', (n, g) => `A,up,${n},${g}e-6`],
  'attached units': ['device,direction,pulse,conductance_uS', (n, g) => `A,up,${n},${g}`],
  'units in brackets, short names': ['id,dir,n,G (S)', (n, g) => `A,SET,${n},${g * 1e-6}`],
  micro: ['cell,polarity,pulse number,G [µS]', (n, g) => `A,+1,${n},${g}`],
  resistances: ['Device;Direction;Pulse;Resistance [kohm]', (n, g) => `A;LTP;${n};${1e3 / g}`],
  ohms: ['cell\toperation\tpulses\tR/Ω', (n, g) => `A\tpotentiation\t${n}\t${1e6 / g}`],
  currents: ['device,direction,pulse,current_A,read_voltage_V', (n, g) => `A,up,${n},${g * 1e-7},0.1`],
  'currents of negative reads': [
    'device,direction,pulse,I (nA),Vread (mV)',
    (n, g) => `A,up,${n},${-g * 100},-100`,
  ],
  'decimal commas': ['device;direction;pulse;G (mS)', (n, g) => `A;up;${n};0,00${g}`],
  'decimal commas in tabs': ['device\tdirection\tpulse\tG (mS)', (n, g) => `A\tup\t${n}\t0,00${g}`],
  quotes: ['"device","direction","pulse","conductance_uS"', (n, g) => `"A","up",${n},${g}`],
  'other columns': ['time,device,direction,pulse,voltage_V,conductance_uS', (n, g) => `9,A,up,${n},1.5,${g}`],
  'a wide sheet': ['pulse,direction,A (uS),B (nS)', (n, g) => `${n},up,${g},${g}`],
  'a wide sheet with directions': ['pulse;A up (uS);A down (uS)', (n, g) => `${n};${g};${6 - g}`],
  'a column a direction': ['cell,pulse,set_uS,reset_uS', (n, g) => `A,${n},${g},${6 - g}`],
};

describe('CSV of pulses', () => {
  it.each(Object.entries(forms))('is read in all usual forms: %s', (_, [header, row]) => {
    const { devices } = parse(header, ...five.map((n) => row(n, n + 1)));
    expect(devices[0].name).toBe('A');
    const { direction, pulses, conductanceS } = devices[0].sweeps[0];
    expect([direction, ...pulses]).toEqual(['up', ...five]);
    conductanceS.forEach((g, i) => void expect(g / measuredS[i]).toBeCloseTo(1, 12));
  });

  it.each(['down', 'RESET', 'LTD', 'Depression', '-1', '−1', '-'])('%s is down', (word) => {
    const { devices } = parse('device,direction,pulse,G_uS', ...five.map((n) => `A,${word},${n},${9 - n}`));
    expect(devices[0].sweeps[0].direction).toBe('down');
  });

  it('keeps the devices of a wide sheet apart, in their own units', () => {
    const { devices } = parse(
      'pulse,direction,D1 (uS),cell 2 (nS)',
      ...five.map((n) => `${n},up,${n + 1},${n + 1}`),
    );
    expect(devices.map(({ name, sweeps }) => [name, sweeps.length])).toEqual([
      ['D1', 1],
      ['cell 2', 1],
    ]);
    expect(devices[1].sweeps[0].conductanceS[4]).toBeCloseTo(5e-9, 15);
  });

  it('takes repeated cycles for sweeps of one device', () => {
    const rows = ['1', '2'].flatMap((cycle) =>
      ['up', 'down'].flatMap((way) =>
        five.map((n) => `A,${cycle},${way},${n},${way === 'up' ? n + 1 : 9 - n}`),
      ),
    );
    const { devices } = parse('device,cycle,direction,pulse,conductance_uS', ...rows);
    expect(devices.map(({ name }) => name)).toEqual(['A']);
    expect(devices[0].sweeps.map(({ direction, cycle }) => `${direction} ${cycle}`)).toEqual([
      'up 1',
      'down 1',
      'up 2',
      'down 2',
    ]);
  });

  it('leaves out blank rows, empty readings and other columns, and says so', () => {
    const rows = [
      '0,up,1,1,x',
      '1,up,2,2,',
      ',,,,',
      '',
      '2,up,3,3,',
      '3,up,4,4,',
      '4,up,5,5,',
      '5,up,6,,',
      ',,,,',
    ];
    const { devices, notes } = parse('pulse,direction,A (uS),B (uS),remark', ...rows, '');
    expect(devices.map(({ sweeps }) => sweeps[0].pulses.length)).toEqual([6, 5]);
    expect(notes).toEqual([
      '2 blank rows are left out',
      '1 empty reading is left out',
      'nothing is read from the column remark',
    ]);
  });

  it.each([
    [
      ['name,way,count,G'],
      'a.csv: row 1: no column device, no column direction, no column pulse, no known unit of G in the header, whose ' +
        'columns are name, way, count, G; expected device, direction, pulse and a conductance with its unit',
    ],
    [
      ['pulse,direction,D1,D2'],
      'no column device, no column conductance in the header, whose columns are pulse, direction, D1, D2',
    ],
    [['device,direction,pulse,n,G_uS'], 'more than one column pulse'],
    [['pulse,direction,D1 (uS),D1 (nS)'], 'more than one column of the same device as D1 (nS)'],
    [['device,direction,pulse,current_uA'], 'no column read_voltage_V beside a current'],
    [['device,direction,pulse,G (kohm)'], 'no known unit of G (kohm)'],
    [
      ['device,direction,pulse,conductanceS', 'A,up,0,30'],
      'row 2: conductance 30 S: no memristor conducts more than 0.1 S',
    ],
    [['device,direction,pulse,R_ohm', 'A,up,0,2'], 'row 2: resistance 2 ohm, which is 0.5 S: no memristor'],
    [['device,direction,pulse,R_ohm', 'A,up,0,0'], 'row 2: resistance "0", expected a number > 0 in ohm'],
    [['device;direction;pulse;G_nS', 'A;up;0;1.234,5'], 'expected one decimal mark in the file'],
    [
      ['device;direction;pulse;G_nS', 'A;up;0;0.5', 'A;up;1;1,234'],
      'row 3: "1,234", expected one decimal mark',
    ],
    [
      ['device,direction,pulse,G_uS', 'A,up,0,1,5'],
      '5 cells, expected 4; decimal commas need semicolons or tabs',
    ],
    [
      ['device,direction,pulse,G_uS', 'A,up,0,1', 'A,up,0,2'],
      'repeated sweeps of a device need a column cycle',
    ],
  ])('says all that is missing in one line: %j', (lines, message) => {
    expect(() => parse(...lines)).toThrow(message);
  });
});
