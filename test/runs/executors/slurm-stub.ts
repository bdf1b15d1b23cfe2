import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { entryFile } from '../../../src/data/package-root.js';
import type { Executor, Task, TaskOutcome } from '../../../src/experiments/tasks/executor.js';
import { createSlurmExecutor } from '../../../src/runs/executors/slurm-executor.js';

/** Runs every index of the array at once, as a process, and waits for all. */
const sbatch = `#!/bin/sh
for word; do
  case $word in --array=*) array=\${word#--array=} ;; esac
  script=$word
done
echo 7
for index in $(echo "$array" | tr , ' '); do
  SLURM_ARRAY_TASK_ID=$index sh "$script" >/dev/null 2>&1 &
  echo $! >>"$(dirname "$0")/job-7"
done
wait
`;

const scancel = `#!/bin/sh
kill $(cat "$(dirname "$0")/job-$1")
`;

/**
 * What the batch file starts in place of the command line: runs its shard of the tasks in the
 * folder.
 */
const worker = (modules: Readonly<Record<string, string>>) => `
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createSimdKernels } from '${modules.crossbar}';
import { createInProcess } from '${modules.inProcess}';
const out = process.argv[process.argv.indexOf('--out') + 1];
const [index, shards] = process.argv.at(-1).split('/').map(Number);
const tasks = JSON.parse(readFileSync(out + '/tasks.json', 'utf8')).filter((_, i) => i % shards === index);
const executor = createInProcess({ nowSec: () => 0, createKernels: () => createSimdKernels() });
await executor.execute(tasks, {
  finished(outcome) {
    writeFileSync(out + '/' + outcome.key + '.part', JSON.stringify(outcome));
    renameSync(out + '/' + outcome.key + '.part', out + '/' + outcome.key + '.json');
  },
});
`;

/** The folder of the stand-ins for Slurm's commands, to be put before all others in PATH. */
export function pathWithSlurm(folder: string): string {
  const commands = join(folder, 'bin');
  mkdirSync(commands);
  for (const [name, text] of Object.entries({ sbatch, scancel })) {
    writeFileSync(join(commands, name), text);
    chmodSync(join(commands, name), 0o755);
  }
  return `${commands}${delimiter}${process.env.PATH}`;
}

/** The Slurm executor over a folder that all its processes share, one index a task. */
export function createStubbedSlurm(folder: string, tasks: readonly Task[]): Executor {
  const dist = join(entryFile('#main'), '..', '..', '..');
  const module = (path: string) => pathToFileURL(join(dist, path)).href;
  const main = join(folder, 'worker.mjs');
  writeFileSync(
    main,
    worker({
      crossbar: module('crossbar/index.js'),
      inProcess: module('src/experiments/tasks/in-process.js'),
    }),
  );
  writeFileSync(join(folder, 'tasks.json'), JSON.stringify(tasks));
  const find = (key: string): TaskOutcome | null => {
    const file = join(folder, `${key}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  };
  return createSlurmExecutor({
    name: 'laws',
    arraySize: tasks.length,
    sbatch: [],
    threads: 1,
    node: process.execPath,
    main,
    folder,
    find,
    keys: tasks.map(({ key }) => key),
    onMessage: () => undefined,
  });
}
