import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom, uniformInto } from '../../devices/index.js';
import { entryFile } from '../../src/data/package-root.js';
import { temporaryFolder } from './temporary-folder.js';
import { withoutTimes } from './without-times.js';

// Law: a run that is killed (SIGKILL) at random moments and resumed each time ends in the
// result.json of an unbroken one, byte for byte but for the times. CROSSPROP_KILLS=20 for many of
// them.
const kills = Number(process.env.CROSSPROP_KILLS ?? 2);
const main = entryFile('#main');

const configuration = (hardware: string, epochs: number) => `
name: killed
dataset: {name: digits, train: 1000, test: 200}
network: {layers: [64, 200]}
learning: {epochs: ${epochs}, target: {winners: 3}}
${hardware}
`;

test.each([
  ['train', 'floats', 'hardware: ideal', 4],
  ['train', 'a chip', 'hardware: {read: {noise: 0.05}}', 2],
  ['compare', 'floats and a chip', 'hardware: {read: {noise: 0.05}}', 1],
])(
  `${kills} kills of %s on %s`,
  async (command, _, hardware, epochs) => {
    const folder = temporaryFolder();
    const file = join(folder, 'c.yaml');
    writeFileSync(file, configuration(hardware, epochs * Math.max(1, kills / 4)));
    const of = (out: string) => [command, file, '--out', join(folder, out), '--threads', '1'];
    const unbroken = spawnSync(process.execPath, [main, ...of('unbroken')]);
    expect(unbroken.status).toBe(0);
    // All blows together fall within half of the training, however fast the machine is.
    const shareMs = (trainingSeconds(join(folder, 'unbroken')) * 1000) / (2 * kills);
    let startMs = 0;

    const resumed = [main, ...of('broken'), '--resume', '--checkpoint-every', '0.02'];
    const log = join(folder, 'broken', 'log.jsonl');
    const random = createRandom(1).stream('kills');
    let struck = 0;
    for (let step = 0; struck < kills; step++) {
      const [u, late] = uniformInto(new Float32Array(2), { random, step });
      const starts = countStarts(log);
      const begun = performance.now();
      const child = spawn(process.execPath, resumed, { stdio: 'ignore' });
      // Every other one while the run is under way, the rest whenever it comes, mostly before.
      if (step % 2 === 0) {
        while (countStarts(log) === starts && child.exitCode === null) await wait(5);
        startMs = performance.now() - begun;
      } else await wait(startMs * late!);
      await wait(shareMs * u!);
      if (child.exitCode !== null) break;
      await kill(child);
      struck++;
    }
    expect(struck).toBe(kills);
    expect(spawnSync(process.execPath, resumed).status).toBe(0);
    const [whole, broken] = ['unbroken', 'broken'].map((out) => resultIn(join(folder, out)));
    expect(broken).toBe(whole);
  },
  600_000,
);

function countStarts(log: string): number {
  return existsSync(log) ? readFileSync(log, 'utf8').split('"run-started"').length - 1 : 0;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Of all runs in the folder's result. */
function trainingSeconds(folder: string): number {
  const { runs } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  return runs.reduce((sum: number, { train }: { train: { seconds: number } }) => sum + train.seconds, 0);
}

/** The bytes of the result but for its times. */
function resultIn(folder: string): string {
  return JSON.stringify(withoutTimes(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))));
}
