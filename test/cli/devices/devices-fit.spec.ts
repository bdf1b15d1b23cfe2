import { mkdtempSync, readFileSync } from 'node:fs';
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
});
