// Keeps what a sweep found, seeds side by side: `node docs/study.mjs runs/FOLDER` ->
// docs/results/study-NAME.json.
import { readFileSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
const { name, version, config, points } = JSON.parse(readFileSync(`${folder}/result.json`, 'utf8'));
const groups = new Map();
for (const { values, status, error, runs } of points) {
  const { seed, ...point } = values;
  if (status !== 'done') throw new Error(`${name}: ${JSON.stringify(values)}: ${error ?? status}`);
  const key = JSON.stringify(point);
  const group = groups.get(key) ?? { values: point, seeds: [], accuracy: [], chip: [] };
  groups.set(key, group);
  const [{ accuracy, chip }] = runs;
  group.seeds.push(seed);
  group.accuracy.push(accuracy.test ?? accuracy.average);
  group.chip.push(chip ? { forwardReads: chip.forwardReads, backwardReads: chip.backwardReads } : null);
}
const { sweep, ...base } = config;
const kind = base.learning.mode === 'supervised' ? 'test' : 'average';
const study = { name, version, kind, config: base, sweep, groups: [...groups.values()] };
const file = new URL(`results/study-${name}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(study, null, 1)}\n`);
