import type { ChipSummary, ExperimentResult, WriteSummary } from '../../experiments/results/result.js';
import { escapeHtml } from '../escape.js';
import { NOT_MEASURED, percent, quantity, si } from '../format.js';
import { runLabels } from '../run-facts.js';

/**
 * What the arrays of a run's chip did and what that took, a row a quantity, a column a chip; empty
 * without chips.
 */
export function chipTable(result: ExperimentResult): string {
  const labels = runLabels(result.runs);
  const chips = result.runs.flatMap(({ chip }, i) => (isWhole(chip) ? [{ name: labels[i]!, chip }] : []));
  if (chips.length === 0) return '';
  const head = chips.map(({ name }) => `<th scope="col" class="right">${escapeHtml(name)}</th>`);
  const body = rows.map(([title, cell]) => {
    const cells = chips.map(({ chip }) => `<td class="right">${escapeHtml(cell(chip))}</td>`);
    return `<tr><th scope="row" class="left">${title}</th>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="What the arrays did">
<table>
<thead><tr><th scope="col" class="left">quantity</th>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</div>
<p class="note">${NOTE}</p>`;
}

/** Results of earlier versions counted less. */
const isWhole = (chip: ChipSummary | undefined): chip is ChipSummary => chip !== undefined && 'tiles' in chip;

const share = (fraction: number | null) => (fraction === null ? NOT_MEASURED : `${percent(fraction)} %`);
const write = ({ pulses, energyJ, durationSec }: WriteSummary) =>
  `${quantity(pulses)} pulses, ${si(energyJ, 'J')}, ${si(durationSec, 's')}`;

const rows: readonly (readonly [title: string, cell: (chip: ChipSummary) => string])[] = [
  ['tiles', ({ tiles }) => quantity(tiles.count)],
  ['cells in use', ({ tiles }) => share(tiles.utilisation)],
  ['vectors read forward', ({ forwardReads }) => quantity(forwardReads)],
  ['vectors read backward', ({ backwardReads }) => quantity(backwardReads)],
  ['clipped inputs', (chip) => share(chip.dacSaturation)],
  ['clipped conversions, forward', (chip) => share(chip.adcSaturationForward)],
  ['clipped conversions, backward', (chip) => share(chip.adcSaturationBackward)],
  [
    'backward read against the transpose',
    ({ transposeMismatch: off }) => (off ? off.map((x) => share(x)).join(', ') : NOT_MEASURED),
  ],
  ['backward map off the transpose, by ports and wires', (chip) => share(chip.asymmetry)],
  ['error of approximate reads', (chip) => share(chip.approximationError)],
  ['weights clipped in programming', ({ clippedWeights }) => share(clippedWeights)],
  [
    'devices that programming left off their targets',
    ({ unsettledDevices: off = null, missingWeight = 0 }) =>
      `${share(off)}${off ? `, by ${missingWeight.toPrecision(2)} in weight` : ''}`,
  ],
  ['programming', ({ programming }) => write(programming)],
  ['training', ({ training }) => write(training)],
  ['updates', ({ updates }) => quantity(updates)],
  [
    'pulses per device, mean and most',
    ({ wear }) => `${quantity(wear.meanPulses)}, ${quantity(wear.mostPulses)}`,
  ],
];

const NOTE = `Counted in the simulation, training and tests together. Energies and times of writes are the chip's own, by the
cost parameters of its configuration: crossprop crossbar cost lists them with their sources.`;
