import type { NetworkInspection } from '../../experiments/inference/inspect-network.js';
import { quantity } from '../../report/format.js';
import { aligned } from '../shared/aligned.js';

/** A network for the terminal: its arrays, what stays float, what is not known. */
export function inspectText(inspection: NetworkInspection): string {
  const { network, input, arrays, digital, refused, totals } = inspection;
  const shape = input.shape.map((size) => size ?? '?').join(' x ');
  const count = (value: number | null) => (value === null ? '-' : quantity(value));
  const chosen = digital.filter(({ isChosen }) => isChosen).map(({ label }) => label);
  return [
    `${network}: input ${input.name} of ${shape}`,
    '',
    aligned([
      ['array', 'operator', 'outputs x inputs', 'matrices', 'weights', 'tiles', 'reads', 'MACs an image'],
      ...arrays.map(({ label, operator, rows, cols, matrices, weights, tiles, reads, macs }) => [
        label,
        operator,
        `${rows} x ${cols}`,
        `${matrices}`,
        weights === 0 ? 'as before' : quantity(weights),
        quantity(tiles),
        count(reads),
        count(macs),
      ]),
      ['together', '', '', '', quantity(totals.weights), quantity(totals.tiles), '', count(totals.macs)],
    ]),
    '',
    `float: ${operatorText(digital.map(({ operator }) => operator)) || 'nothing'}`,
    ...(chosen.length > 0 ? [`float by model.digital: ${chosen.join(', ')}`] : []),
    ...refused.map(
      ({ node, operator, expected }) =>
        `not known: node ${node} (${operator}): expected ${expected}; model: {digital: [${node}]} leaves it float`,
    ),
  ].join('\n');
}

/** `Add 2, Relu 3` */
function operatorText(operators: readonly string[]): string {
  const names = [...new Set(operators)].sort();
  return names.map((name) => `${name} ${operators.filter((one) => one === name).length}`).join(', ');
}
