import type { Kernels } from '../contract/kernels.js';
import { layerWords, writeLayer } from '../contract/node-table.js';
import { panelCount } from '../contract/panels.js';
import type { Allocator } from './allocator.js';
import type { Share } from './shared-calls.js';

/** The kernels of assembly/nodes.ts. */
export function createSimdNodeKernels({
  share,
  addressOf: at,
  int32,
}: {
  share: Share;
  addressOf: Allocator['addressOf'];
  int32: Kernels['int32'];
}): Pick<Kernels, 'settleNodes' | 'boundPanels' | 'subtractHalvesInto'> {
  let table = int32(0);
  return {
    settleNodes(layers, { sweeps, rows }) {
      table = table.length < layers.length * layerWords ? int32(layers.length * layerWords) : table;
      layers.forEach((layer, l) => {
        writeLayer(table, l * layerWords, { layer, at });
      });
      const joined = layers.reduce((sum, { units, above }) => sum + 2 * units * (above?.units ?? 0), 0);
      const results = share('settleNodes', { total: rows, work: rows * sweeps * joined }, (from, to) => [
        at(table),
        layers.length,
        sweeps,
        from,
        to,
      ]);
      return results.reduce((a, b) => Math.max(a, b));
    },
    boundPanels({ rows, cols, depth, data }, sums, { lowest, highest }) {
      share('boundPanels', { total: panelCount(rows), work: 4 * rows * cols }, (from, to) => [
        at(data),
        at(sums),
        rows,
        cols,
        depth,
        from,
        to,
        lowest,
        highest,
      ]);
    },
    subtractHalvesInto(out, { rows, cols, depth, data }) {
      share('subtractHalves', { total: panelCount(rows), work: 4 * rows * cols }, (from, to) => [
        at(out.data),
        at(data),
        cols / 2,
        out.depth,
        depth,
        from,
        to,
      ]);
    },
  };
}
