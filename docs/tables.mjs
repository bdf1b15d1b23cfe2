// Fills the tables of README.md from the results in docs/results: `npm run tables`; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const json = (path) => JSON.parse(read(path));
const percent = (share) => (100 * share).toFixed(2);
const row = (...cells) => `| ${cells.join(' | ')} |`;

function compareTable() {
  const { runs, comparisons, version, seed, dataset, timing } = json('docs/results/compare.json');
  const name = ({ id }) =>
    ({ 'backprop-ideal': 'backprop, ideal', 'eqprop-ideal': 'EqProp, ideal', 'eqprop-chip': 'EqProp, chip' })[
      id
    ] ?? id;
  const difference = ({ id }) => {
    const found = comparisons.find((one) => one.of === id && one.against === 'eqprop-ideal');
    return found ? `${percent(found.delta)} (${found.ci95.map(percent).join(' to ')})` : '';
  };
  const total = `${Math.floor(timing.total / 60)} min ${Math.round(timing.total % 60)} s`;
  return [
    row('run', 'average %', 'max %', 'against ideal EqProp, points (95 %)', 'training, s'),
    row('---', '---', '---', '---', '---'),
    ...runs.map((run) =>
      row(
        name(run),
        percent(run.accuracy.average),
        percent(run.accuracy.max),
        difference(run),
        run.train.seconds.toFixed(0),
      ),
    ),
    '',
    `Version ${version}, seed ${seed}, ${dataset.train} training and ${dataset.test} test images, one epoch; ${total} in all on two shared cores.`,
  ].join('\n');
}

function benchTable() {
  return [
    row('benchmark', 'work', 'peer', 'ratio', 'target'),
    row('---', '---', '---', '---', '---'),
    ...json('docs/results/bench.json').map(({ benchmark, work, peer, ratio, target }) =>
      row(benchmark, work, peer ?? 'none', ratio === null ? 'none' : ratio.toPrecision(3), target),
    ),
  ].join('\n');
}

function paperTable() {
  const published = {
    'EP-1': 'average 95.78, linear 97.26 (100 epochs)',
    'BP-1': 'average 95.78, linear 97.08 (200 epochs)',
  };
  const rows = Object.keys(published).map((name) => {
    const { runs, seed } = json(`benchmarks/results/${name}.json`);
    const [{ accuracy, epochs }] = runs;
    const figures = `average ${percent(accuracy.average)}, linear ${percent(accuracy.linear)}`;
    return row(name, figures, epochs.length, seed, published[name]);
  });
  return [
    row('row', 'here, %', 'epochs', 'seed', 'published, %'),
    row('---', '---', '---', '---', '---'),
    ...rows,
  ].join('\n');
}

export function filled(readme) {
  const tables = { compare: compareTable, bench: benchTable, paper: paperTable };
  return readme.replaceAll(
    /(<!-- table:(\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start, name, end) => `${start}${tables[name]()}\n${end}`,
  );
}

const readme = read('README.md');
if (process.argv.includes('--check')) process.exitCode = filled(readme) === readme ? 0 : 1;
else writeFileSync(new URL('README.md', root), filled(readme));
