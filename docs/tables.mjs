// Fills the tables of README.md, docs/trends.md and docs/error-budget.md from the results in
// docs/results: `npm run tables`; `--check` only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { publishedRows } from '../dist/src/experiments/published/rows.js';

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
  const count = runs[0].repeats?.length ?? 1;
  const scope = count > 1 ? `${count} seeds` : 'one chip';
  const [minutes, seconds] = [Math.floor(timing.total / 60), Math.round(timing.total % 60)];
  const total = minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`;
  return [
    row('run', 'average %', 'max %', `against ideal EqProp, points (95 %, ${scope})`, 'training, s'),
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
  const all = json('docs/results/bench.json');
  const processorOf = ({ machine }) => machine.cpu.replaceAll('(R)', '').replace(' Processor', '');
  const processors = [...new Set(all.map(processorOf))];
  const names = [...new Set(all.map(({ benchmark }) => benchmark))];
  return [
    row('benchmark', 'work', 'peer', 'target', ...processors.map((name) => `ratio, ${name}`)),
    row('---', '---', '---', '---', ...processors.map(() => '---')),
    ...names.map((benchmark) => {
      const results = all.filter((one) => one.benchmark === benchmark);
      const { work, peer, target } = results[0];
      const ratios = processors.map((name) => {
        const ratio = results.find((one) => processorOf(one) === name)?.ratio;
        return ratio == null ? '' : ratio.toPrecision(3);
      });
      return row(benchmark, work, peer ?? 'none', target, ...ratios);
    }),
  ].join('\n');
}

function paperTable() {
  const lines = publishedRows.map(({ name, summary, published }) => {
    const file = new URL(`benchmarks/results/${name}.json`, root);
    const found = figuresOf(published, ({ mean }) => mean) || 'none';
    if (!existsSync(file)) return row(name, summary, 'not run', '', '', found);
    const { runs, seed } = json(`benchmarks/results/${name}.json`);
    const [{ accuracy, epochs, otherLabels = [], repeats }] = runs;
    const first = epochs.findLast(({ part }) => part === 'pretrain');
    const untrained = runs.find(({ id }) => id === `${name}-untrained`);
    const few = otherLabels.find(({ labels }) => labels === 0.01);
    const here = [
      figuresOf(accuracy, (share) => share),
      few && `1 % of labels: ${figuresOf(few.accuracy, (x) => x)}`,
      untrained && `untrained: ${figuresOf(untrained.accuracy, (x) => x)}`,
      first && `after its supervised stage ${figuresOf(first.accuracy, (x) => x)}`,
    ];
    const there = [found, few?.published && `1 % of labels: ${figuresOf(few.published, ({ mean }) => mean)}`];
    const seeds = repeats ? repeats.map((one) => one.seed).join(' ') : seed;
    const joined = (parts) => parts.filter(Boolean).join('; ');
    return row(name, summary, joined(here), epochs.length, seeds, joined(there));
  });
  return [
    row('row', 'experiment', 'here, %', 'epochs', 'seed', 'published, %'),
    row('---', '---', '---', '---', '---', '---'),
    ...lines,
  ].join('\n');
}

/** Each kind of accuracy that is there, in percent. */
function figuresOf(accuracies, shareOf) {
  return ['average', 'linear', 'test']
    .filter((kind) => accuracies[kind] !== null && accuracies[kind] !== undefined)
    .map((kind) => `${kind} ${percent(shareOf(accuracies[kind]))}`)
    .join(', ');
}

/** What a study of docs/studies found: a line per point, its seeds' mean and standard deviation. */
function studyTable(name) {
  const { groups, sweep, version } = json(`docs/results/study-${name}.json`);
  const fields = [...new Set(groups.flatMap(({ values }) => Object.keys(values)))];
  const short = (field) => field.replace(/^(hardware|learning)\./, '');
  const shown = (value) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? '');
  const lines = groups.map(({ values, accuracy }) => {
    const mean = accuracy.reduce((sum, x) => sum + x, 0) / accuracy.length;
    const spread = Math.sqrt(
      accuracy.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(accuracy.length - 1, 1),
    );
    return row(...fields.map((field) => shown(values[field])), `${percent(mean)} +- ${percent(spread)}`);
  });
  const seeds = sweep.grid.seed.length;
  return [
    row(...fields.map(short), `accuracy %, ${seeds} seeds`),
    row(...fields.map(() => '---'), '---'),
    ...lines,
    '',
    `Version ${version}.`,
  ].join('\n');
}

/** Both error budgets of the chip `edge`, an imperfection a line, by its share in the first. */
function budgetTable() {
  const [one, other] = [1, 101].map((seed) => json(`docs/results/budget-edge-${seed}.json`));
  const points = ({ mean, ci95 }) => `${percent(mean)} (${ci95.map(percent).join(' to ')})`;
  const rank = ({ budget }, name) => {
    const at = budget.items.findIndex((item) => item.name === name);
    const [first, last] = budget.items[at].ranks;
    return first === last ? at + 1 : `${at + 1} (${first} to ${last})`;
  };
  const names = ({ seeds }) => `${seeds[0]}-${seeds.at(-1)}`;
  return [
    row(
      'imperfection',
      'share, points (95 %)',
      'alone',
      'removed',
      `rank, seeds ${names(one)}`,
      `rank, seeds ${names(other)}`,
    ),
    row('---', '---', '---', '---', '---', '---'),
    ...one.budget.items.map(({ name, label, share, alone, removed }) =>
      row(label, points(share), points(alone), points(removed), rank(one, name), rank(other, name)),
    ),
    '',
    `The chip scores ${percent(one.chip.mean)} % with seeds ${names(one)} and ${percent(other.chip.mean)} % with seeds ${names(other)}, of ideal parts ${percent(one.budget.idealChip.mean)} and ${percent(other.budget.idealChip.mean)} %; ${one.dataset.train} training images, ${one.config.learning.epochs} epochs, ${one.dataset.test} test images. Version ${one.version}${other.version === one.version ? '' : `, seeds ${names(other)} version ${other.version}`}.`,
  ].join('\n');
}

/** Devices with published accuracies beside ours, and how both rank. */
function devicesTable() {
  const { rows } = json('docs/results/published-devices.json');
  const points = (name, share) => (name.startsWith('Spearman') ? share.toFixed(2) : percent(share));
  return [
    row('device', 'published %', 'backprop %', 'EqProp %'),
    row('---', '---', '---', '---'),
    ...rows.map(({ device, published, backprop, eqprop }) =>
      row(device, ...[published, backprop, eqprop].map((share) => points(device, share))),
    ),
  ].join('\n');
}

export function filled(page) {
  const tables = {
    compare: compareTable,
    bench: benchTable,
    paper: paperTable,
    budget: budgetTable,
    devices: devicesTable,
  };
  return page.replaceAll(/(<!-- table:([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => {
    const table = name.startsWith('study-') ? studyTable(name.slice('study-'.length)) : tables[name]();
    return `${start}${table}\n${end}`;
  });
}

for (const page of ['README.md', 'docs/trends.md', 'docs/error-budget.md']) {
  const text = read(page);
  const now = filled(text);
  if (!process.argv.includes('--check')) writeFileSync(new URL(page, root), now);
  else if (now !== text) process.exitCode = 1;
}
