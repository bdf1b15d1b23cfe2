import { describe, expect, it } from 'vitest';
import { fitPulseCurves, parsePulseCurves, softBounds } from '../../../devices/index.js';
import { csvOf, syntheticCurves } from './synthetic.js';

const parse = (text: string) => parsePulseCurves(text, { source: 'device.csv' });
const header = 'device,direction,pulse,conductance_uS';
const rising = (from: number) => [0, 1, 2, 3, 4].map((n) => `1,up,${n},${from + n}`).join('\n');

describe('pulse curves from CSV', () => {
  it('are what was written, whatever the order of columns, unit and delimiter', () => {
    const model = softBounds({ gMinS: 1e-6, gMaxS: 1e-5, states: 40, cycleNoise: 0.3 });
    const curves = syntheticCurves(model, { seed: 1, devices: 3, up: 20, down: 10 });
    const read = parse(csvOf(curves, 9));
    expect(read.devices.map(({ name, sweeps }) => [name, sweeps.length])).toEqual([
      ['1', 2],
      ['2', 2],
      ['3', 2],
    ]);
    read.devices.forEach(({ sweeps }, d) => {
      sweeps.forEach((sweep, s) => {
        const wanted = curves.devices[d].sweeps[s];
        expect([sweep.direction, [...sweep.pulses]]).toEqual([wanted.direction, [...wanted.pulses]]);
        sweep.conductanceS.forEach((g, i) => void expect(g / wanted.conductanceS[i]).toBeCloseTo(1, 7));
      });
    });
    const other = parse(
      `# measured at noon\npulse;device;conductanceS;direction\n${[0, 1, 2, 3, 4].map((n) => `${n};a;${n}e-6;down`).join('\n')}`,
    );
    expect(other.devices[0].sweeps[0]).toMatchObject({ direction: 'down' });
    expect(other.devices[0].sweeps[0].conductanceS[3]).toBe(3e-6);
  });

  it.each([
    ['', 'device.csv: empty, expected the columns device,direction,pulse,conductanceS'],
    ['device,pulse,conductanceS\n', 'device.csv: row 1: no column direction in the header'],
    [`${header}\n`, 'device.csv: no rows below the header'],
    [`${header}\n1,up,0,1 uS\n`, 'device.csv: row 2: conductance "1 uS" has a unit of its own'],
    [`${header}\n1,up,0,NaN\n`, 'device.csv: row 2: conductance "NaN", expected a number >= 0 in uS'],
    [`${header}\n1,up,0,-3\n`, 'device.csv: row 2: conductance "-3", expected a number >= 0 in uS'],
    [`${header}\n1,up,0,1\n1,up,0,2\n`, 'device.csv: row 3: pulse 0 after 0 in the up sweep of device 1'],
    [`${header}\n1,left,0,1\n`, 'device.csv: row 2: direction "left", expected up or down'],
    [`${header}\n1,up,1.5,1\n`, 'device.csv: row 2: pulse "1.5", expected a whole number from 0'],
    [`${header}\n1,up,0\n`, 'device.csv: row 2: 3 cells, expected 4'],
    [`${header}\n1,up,0,1\n`, 'device.csv: device 1, up: 1 point, expected 5 or more'],
    [`${header}\n"1,up,0,1\n`, 'device.csv: row 2: a quote'],
  ])('say what is wrong and in which row: %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('of a million rows are read, and fitted', () => {
    const text = Array.from(
      { length: 1_000_000 },
      (_, n) => `1,up,${n},${(10 * (1 - Math.exp(-n / 2e5)) + 1).toFixed(6)}`,
    );
    const curves = parse(`${header}\n${text.join('\n')}\n`);
    expect(curves.rows).toBe(1_000_000);
    expect(fitPulseCurves(curves, { model: 'soft-bounds' }).model).toBe('soft-bounds');
  }, 120_000);

  it('need a sweep to say anything', () => {
    expect(parse(`${header}\n${rising(1)}\n`).devices[0].sweeps[0].conductanceS).toHaveLength(5);
  });
});
