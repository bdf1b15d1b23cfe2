import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { entryFile } from '../../src/data/package-root.js';
import { withoutTimes } from './without-times.js';

const main = entryFile('#main');
const folder = mkdtempSync(join(tmpdir(), 'crossprop-full-'));
const small = join(folder, 'small');
mkdirSync(small);
// Room for two checkpoints of 260 kB, not for a third beside them.
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', small]).status === 0;
afterAll(() => {
  if (mounted) spawnSync('umount', [small]);
  rmSync(folder, { recursive: true });
});

const file = join(folder, 'c.yaml');
writeFileSync(
  file,
  `name: full
dataset: {name: digits, train: 1000, test: 200}
network: {layers: [64, 100]}
learning: {epochs: 6, target: {winners: 3}}
`,
);

const train = (out: string, ...more: string[]) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [main, 'train', file, '--out', out, '--threads', '1', ...more],
    { encoding: 'utf8' },
  );
  return { status, told: stderr.split('\n').filter((line) => line.startsWith('crossprop: ')) };
};
const resultIn = (out: string) => withoutTimes(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));

// Skipped where no file system can be mounted: that takes the rights of root.
test.skipIf(!mounted)('a full disk is one line and 1, and leaves checkpoints to go on from', () => {
  const [run, unbroken] = [join(small, 'run'), join(folder, 'unbroken')];
  expect(train(unbroken).status).toBe(0);

  const { status, told } = train(run, '--checkpoint-every', '0');
  expect(status).toBe(1);
  expect(told).toEqual([
    expect.stringMatching(
      /eqprop-chip-1\.3\.bin: the disk is full \(ENOSPC\); what was there before is whole$/,
    ),
  ]);
  const kept = ['eqprop-chip-1.1.bin', 'eqprop-chip-1.2.bin'];
  expect(readdirSync(join(run, 'checkpoint')).sort()).toEqual(kept);

  // On a larger disk the run goes on, from the first checkpoint where the second is cut short.
  const moved = join(folder, 'moved');
  cpSync(run, moved, { recursive: true });
  truncateSync(join(moved, 'checkpoint', kept[1]!), 1000);
  const resumed = train(moved, '--resume');
  expect(resumed.status).toBe(0);
  expect(resumed.told).toEqual([expect.stringContaining('going on from the one before it')]);
  expect(resultIn(moved)).toEqual(resultIn(unbroken));
});
