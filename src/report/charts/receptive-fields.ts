import { InputError } from '../../../devices/base/errors.js';
import type { ReceptiveFields } from '../../experiments/chip-report/receptive-fields.js';
import { escapeHtml } from '../escape.js';
import { bitmapUri } from './bitmap.js';
import { DIVERGING, divergingIndex } from './diverging-colours.js';

/** Share of the weights that the colour scale covers; the few beyond it take the end colours. */
const COVERED = 0.995;

/**
 * A `<figure>`: one small image per neuron, blue below zero and red above, with its class where any
 * neuron has one, and a colour bar that states the scale shared by all neurons of the run. Throws
 * InputError when the lists differ in length from `neurons`, or a weight list from width x height.
 */
export function receptiveFieldsFigure(fields: ReceptiveFields): string {
  check(fields);
  const { runId, width, neurons, labels, weights } = fields;
  const limit = scaleLimit(weights);
  const classed = haveClasses(fields);
  const cells = neurons.map((neuron, i) => {
    const label = labels[i] === null ? 'no class' : escapeHtml(`class ${labels[i]}`);
    const indices = Uint8Array.from(weights[i]!, (weight) => divergingIndex(weight, limit));
    const uri = bitmapUri(indices, width, DIVERGING);
    const name = `Weights of neuron ${escapeHtml(`${neuron}`)}`;
    if (!classed) return `<li><img src="${uri}" alt="${name}"></li>`;
    return `<li><img src="${uri}" alt="${name}, ${label}"><span>${label}</span></li>`;
  });
  return `<figure class="fields">
<figcaption><h3>${escapeHtml(runId)}</h3>${colourBar(limit)}</figcaption>
<ul>${cells.join('\n')}</ul>
</figure>`;
}

/** Whether any neuron stands for a class: those with further layers behind them do not. */
export function haveClasses({ labels }: Pick<ReceptiveFields, 'labels'>): boolean {
  return labels.some((label) => label !== null);
}

function colourBar(limit: number): string {
  const bar = bitmapUri(Uint8Array.from(DIVERGING.keys()), DIVERGING.length, DIVERGING);
  const end = limit.toPrecision(2);
  const description = `Colour scale of the weights, from blue at -${end} through white at 0 to red at +${end}`;
  return `<span class="scale">-${end}<img src="${bar}" alt="${description}">+${end}</span>`;
}

/**
 * The magnitude that `COVERED` of the finite weights do not exceed; 0 if all are zero. O(n log n).
 */
function scaleLimit(weights: readonly ArrayLike<number>[]): number {
  const magnitudes = weights.flatMap((list) => Array.from(list, Math.abs)).filter(Number.isFinite);
  const sorted = Float64Array.from(magnitudes).sort();
  return sorted[Math.floor(COVERED * (sorted.length - 1))] || (sorted.at(-1) ?? 0);
}

function check({ runId, width, height, neurons, labels, weights }: ReceptiveFields): void {
  const demand = (name: string, got: number, expected: number) => {
    if (got === expected) return;
    throw new InputError(`receptive fields of ${runId}: ${name} must have ${expected} entries (got ${got})`);
  };
  demand('labels', labels.length, neurons.length);
  demand('weights', weights.length, neurons.length);
  weights.forEach((list, i) => {
    demand(`weights[${i}]`, list.length, width * height);
  });
}
