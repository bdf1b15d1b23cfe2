import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entryFile } from '../../src/data/package-root.js';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { withoutTimes } from '../runs/without-times.js';

// Law: a result does not depend on whether anyone can be shown how it gets on, nor on whether it
// can be printed.
const main = entryFile('#main');
const small = `
dataset: {name: digits, train: 100, test: 50}
network: {layers: [64, 10]}
learning: {epochs: 2, target: {winners: 3}}
hardware: ideal
`;

const commands: readonly (readonly string[])[] = [
  ['train', 'c.yaml'],
  ['sweep', 's.yaml', '--executor', 'in-process'],
];

test.skipIf(!existsSync('/dev/full')).each(commands)(
  '%s writes its result wherever it prints',
  (...command) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'c.yaml'), small);
    writeFileSync(join(folder, 's.yaml'), `${small}sweep: {grid: {seed: [1, 2, 3]}}\n`);
    const run = (out: string, redirection: string) => {
      const words = [process.execPath, main, ...command, '--out', out].map((word) => `'${word}'`).join(' ');
      const script = `{ ${words}; echo "exit $?" >code; } ${redirection}`;
      const { stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
      const code = readFileSync(join(folder, 'code'), 'utf8').trim();
      return {
        code,
        stderr,
        result: withoutTimes(JSON.parse(readFileSync(join(folder, out, 'result.json'), 'utf8'))),
      };
    };
    const { code, result } = run('a', '>/dev/null 2>/dev/full');
    expect(code).toBe('exit 0');
    expect(run('b', '2>&1 | head -1 >/dev/null')).toMatchObject({ code, result });
    if (command[0] === 'sweep') return;
    expect(run('c', '2>/dev/null | true')).toMatchObject({ code, result });
    const full = run('d', '>/dev/full');
    expect(full).toMatchObject({ code: 'exit 1', result });
    expect(full.stderr).toMatch(
      /^crossprop: standard output: ENOSPC, expected a place that can be written$/m,
    );
  },
  60_000,
);
