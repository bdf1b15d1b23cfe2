import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fitFile } from '../../../src/cli/devices/devices-fit.js';

const example = fileURLToPath(new URL('../../../docs/examples/pulse-curves.csv', import.meta.url));

describe('devices fit', () => {
  it('tells a reader who knows neither program nor models what five devices are', () => {
    const out = mkdtempSync(join(tmpdir(), 'fit-'));
    let text = '';
    fitFile(example, { out }, { stdout: { write: (part: string) => (text += part) } } as never);
    expect(text).toContain('soft-bounds fitted to 5 devices, 600 points');
    for (const words of [
      '95 % interval',
      'lowest conductance',
      'from device to device',
      'Models, the best first',
    ]) {
      expect(text).toContain(words);
    }
    const saved = JSON.parse(readFileSync(join(out, 'fit.json'), 'utf8'));
    expect(saved.device).toMatchObject({ model: 'soft-bounds' });
    expect(readFileSync(join(out, 'residuals.svg'), 'utf8')).toContain('<svg');
  });

  it('says in one line what a file or a model lacks', () => {
    expect(() => fitFile('no.csv', {}, {} as never)).toThrow('no.csv: ENOENT, expected a readable CSV file');
    expect(() => fitFile(example, { model: 'vteam' }, {} as never)).toThrow('vteam');
  });

  /** Soft bounds of one device, `up` and `down` pulses from the ends of its range. */
  const fileOf = (up: number, down: number) => {
    const rows = (way: string, pulses: number, at: (share: number) => number) =>
      Array.from(
        { length: pulses === 0 ? 0 : pulses + 1 },
        (_, n) => `1,${way},${n},${at(0.8 ** n + 0.01 * (n % 2))}`,
      );
    const file = join(mkdtempSync(join(tmpdir(), 'fit-')), 'few.csv');
    const ways = [
      ...rows('up', up, (share) => 2e-6 - share * 1e-6),
      ...rows('down', down, (s) => 1e-6 + s * 1e-6),
    ];
    writeFileSync(file, `device,direction,pulse,conductanceS\n${ways.join('\n')}\n`);
    return file;
  };
  const textOf = (file: string) => {
    let text = '';
    fitFile(file, {}, { stdout: { write: (part: string) => (text += part) } } as never);
    return text;
  };

  it('says of each model that is not fitted how many points it needs', () => {
    expect(textOf(fileOf(5, 5))).toContain('\n  exp-step is not fitted: 10 points, it needs 13\n');
    // Eight numbers of one device, three of the noise, two to spare: with the 13th point it is
    // fitted.
    expect(textOf(fileOf(7, 6))).toMatch(/\n {2}exp-step +\d/);
  });

  it('says what each model needs where none is fitted', () => {
    expect(() => textOf(fileOf(5, 0))).toThrow(
      'few.csv: 5 points besides the first of each sweep, expected more: constant-step needs 9, soft-bounds-pmax needs 8,',
    );
  });
});
