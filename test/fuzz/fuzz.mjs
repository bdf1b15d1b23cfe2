// Mutants of sound files for every reader: each is read, or refused by one line that names the file
// (exit code 2), within a second of processor time and 512 MB.
// `node test/fuzz/fuzz.mjs --count 100000 --seed 1`; mutant i of a seed is always the same. What
// fails is written to coverage/fuzz.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const count = Number(values.count);
/** Faults after which it ends. */
const mostFaults = 20;
/** Seconds: a reader that says nothing for so long hangs, however busy the machine. */
const mostSilentSec = 30;

const work = mkdtempSync(join(tmpdir(), 'crossprop-fuzz-'));
const kept = join(import.meta.dirname, '../../coverage/fuzz');
const tally = {};
const faults = [];
let mostKb = 0;

function keep(i, name, fault) {
  faults.push(`mutant ${i}, ${name}: ${fault}`);
  mkdirSync(kept, { recursive: true });
  for (const file of readdirSync(work))
    cpSync(join(work, file), join(kept, `${values.seed}-${i}-${file}`), {
      recursive: true,
    });
}

/** Resolves to the number of the mutant to go on with. */
function runFrom(from) {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'child.mjs'), [values.seed, from, count, work].map(String), {
      execArgv: ['--max-old-space-size=256'],
    });
    let at = from;
    let silentSec = 0;
    const timer = setInterval(() => ++silentSec > mostSilentSec && child.kill('SIGKILL'), 1000);
    child.on('message', ({ i, begun, name, status, fault, mostKb: kb }) => {
      silentSec = 0;
      at = begun ? i : i + 1;
      if (begun) return;
      tally[name] ??= { read: 0, refused: 0 };
      tally[name][status]++;
      mostKb = Math.max(mostKb, kb);
      if (fault && faults.length < mostFaults) keep(i, name, fault);
      if (faults.length === mostFaults) child.kill('SIGKILL');
    });
    // The last messages may come after the exit, but before the channel is closed.
    const ends = ['exit', 'disconnect'].map((event) => once(child, event));
    Promise.all(ends).then(([[code, signal]]) => {
      clearInterval(timer);
      if (at < count && faults.length < mostFaults) keep(at, 'the process', `ended by ${signal ?? code}`);
      resolve(at < count ? at + 1 : count);
    });
  });
}

for (let at = 0; at < count && faults.length < mostFaults; ) at = await runFrom(at);
rmSync(work, { recursive: true });
for (const [name, { read, refused }] of Object.entries(tally)) {
  process.stdout.write(`${name}: ${read} read, ${refused} refused\n`);
}
process.stdout.write(
  `${count} mutants of seed ${values.seed}, ${faults.length} faults, at most ${Math.round(mostKb / 1024)} MB\n`,
);
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
