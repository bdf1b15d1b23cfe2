import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { ended, endedIn, isInstalled, pointsIn, resultsIn, start, until, writeSweep } from './fixture.js';

/** There are nodes to run on. */
const isUp =
  isInstalled('sbatch') && /idle|mix|alloc/.test(`${spawnSync('sinfo', ['-h', '-o', '%T']).stdout}`);

// Skipped without a cluster; `npm run test:slurm` says what is missing.
test.skipIf(!isUp)(
  '200 points as a Slurm array of 8, one task of it killed: each once, as in process',
  async () => {
    const folder = temporaryFolder();
    const [file, out, here] = [writeSweep(folder), join(folder, 'slurm'), join(folder, 'here')];
    const sweep = start('sweep', file, '--out', out, '--executor', 'slurm', '--array', '8');
    await until('30 points', () => pointsIn(out) >= 30);
    const running = `${spawnSync('squeue', ['-h', '-r', '-t', 'R', '-n', 'scale', '-o', '%i']).stdout}`
      .trim()
      .split('\n');
    expect(running[0]).toMatch(/^\d+_\d$/);
    expect(spawnSync('scancel', ['--signal=KILL', '--full', running[0]!]).status).toBe(0);

    expect(await ended(sweep)).toBe(0);
    expect(pointsIn(out)).toBe(200);
    expect(endedIn(out).length).toBe(200);
    expect(new Set(endedIn(out)).size).toBe(200);
    expect(
      await ended(start('sweep', file, '--out', here, '--executor', 'in-process', '--threads', '1')),
    ).toBe(0);
    expect(resultsIn(out).length).toBe(200);
    expect(resultsIn(out)).toEqual(resultsIn(here));
  },
  600_000,
);
