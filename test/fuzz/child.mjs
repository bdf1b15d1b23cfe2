// Reads mutants number `from` to `to` - 1 of a seed, and tells its parent of each: see fuzz.mjs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createRandom, InputError, uniformInto } from '../../dist/devices/index.js';
import { mutated } from './mutate.mjs';
import { readers } from './readers.mjs';

const [seed, from, to, work] = process.argv.slice(2);
const mostSec = 1;
const mostBytes = 512 * 2 ** 20;

const folder = join(import.meta.dirname, 'corpus');
const names = Object.keys(readers);
const corpora = Object.fromEntries(
  names.map((name) => [
    name,
    readdirSync(join(folder, name))
      .sort()
      .map((file) => readFileSync(join(folder, name, file))),
  ]),
);

function mutant(i) {
  const name = names[i % names.length];
  const { isText = false, sealed } = readers[name];
  const random = createRandom(Number(seed)).stream('fuzz');
  const draws = uniformInto(new Float32Array(128), { random, step: i });
  let drawn = 0;
  const next = (n) => Math.floor(n * draws[drawn++ % draws.length]);
  const bytes = mutated(corpora[name], { next, isText });
  return { name, bytes: sealed && next(4) > 0 ? sealed(bytes) : bytes };
}

let warning = '';
process.on('warning', ({ message }) => {
  warning = message;
});

async function judge({ name, bytes }) {
  const { extension, read } = readers[name];
  const file = join(work, `mutant.${extension}`);
  writeFileSync(file, bytes);
  const begun = process.cpuUsage();
  let [status, fault] = ['read', null];
  try {
    await read(file);
  } catch (error) {
    status = 'refused';
    if (!(error instanceof InputError)) fault = `${error?.stack ?? error}`;
    else if (/[\n\r]/.test(error.message)) fault = `not one line: ${error.message}`;
    else if (!error.message.includes(basename(file))) fault = `without the file: ${error.message}`;
  }
  // A warning of Node's comes a moment later, and would be a second line.
  await new Promise(setImmediate);
  if (warning) fault ??= `a warning: ${warning}`;
  warning = '';
  const { user, system } = process.cpuUsage(begun);
  if ((user + system) / 1e6 > mostSec) fault ??= `${(user + system) / 1e6} s`;
  if (process.resourceUsage().maxRSS * 1024 > mostBytes) fault ??= `${process.resourceUsage().maxRSS} kB`;
  return { name, status, fault };
}

// What is loaded late is loaded now: the time of a mutant is its own.
await import('mathjs');
for (let i = Number(from); i < Number(to); i++) {
  process.send({ i, begun: true });
  process.send({ i, ...(await judge(mutant(i))), mostKb: process.resourceUsage().maxRSS });
}
process.disconnect();
