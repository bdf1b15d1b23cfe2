import type { ChipConfiguration } from '../../configuration/configuration.js';
import type { DigitalNode, NetworkPlan, RefusedNode } from '../../graph/plan/plan.js';
import type { ImageReads } from '../../graph/run/reads-of-image.js';
import { createTiledSize } from './tiled-size.js';

/** What a network is made of, and what of it becomes arrays. */
export interface NetworkInspection {
  readonly network: string;
  readonly input: { readonly name: string; readonly shape: readonly (number | string | null)[] };
  /** How many nodes there are of each operator, constants and folded ones not counted. */
  readonly operators: Readonly<Record<string, number>>;
  readonly arrays: readonly InspectedLayer[];
  readonly digital: readonly DigitalNode[];
  readonly refused: readonly RefusedNode[];
  /** Sums over the arrays; `macs` null where reads are not known. */
  readonly totals: { readonly weights: number; readonly tiles: number; readonly macs: number | null };
}

export interface InspectedLayer {
  readonly label: string;
  readonly node: string;
  readonly operator: string;
  /** Of one matrix: outputs and inputs. */
  readonly rows: number;
  readonly cols: number;
  readonly matrices: number;
  /** 0 where another node before has written the same weights. */
  readonly weights: number;
  readonly tiles: number;
  /** Vectors that each matrix reads for one image; null where not known. */
  readonly reads: number | null;
  readonly macs: number | null;
}

/**
 * What becomes of a network on the tiles of a chip. `reads` = those of `readsOfImage`.
 * O(matrices).
 */
export function inspectNetwork(
  plan: NetworkPlan,
  { chip, reads }: { readonly chip: ChipConfiguration; readonly reads: readonly ImageReads[] | null },
): NetworkInspection {
  const { graph, matrixOperators, digital, refused } = plan;
  const tilesOf = createTiledSize(chip);
  const written = new Set<string>();
  const arrays = matrixOperators.map(({ label, node, operator, matrices }, i): InspectedLayer => {
    const own = matrices.filter(({ key }) => !written.has(key));
    for (const { key } of own) written.add(key);
    const sum = (list: typeof matrices, of: (matrix: (typeof matrices)[number]) => number) =>
      list.reduce((total, matrix) => total + of(matrix), 0);
    return {
      ...{ label, node, operator, rows: matrices[0]!.rows, cols: matrices[0]!.cols },
      matrices: matrices.length,
      weights: sum(own, ({ rows, cols }) => rows * cols),
      tiles: sum(own, tilesOf),
      reads: reads?.[i]?.reads ?? null,
      macs: reads?.[i]?.macs ?? null,
    };
  });
  const counts = new Map<string, number>();
  for (const { opType } of graph.nodes) counts.set(opType, (counts.get(opType) ?? 0) + 1);
  const total = (of: (layer: InspectedLayer) => number) => arrays.reduce((sum, layer) => sum + of(layer), 0);
  return {
    network: graph.source,
    input: { name: graph.input.name, shape: graph.input.dims },
    operators: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    arrays,
    digital,
    refused,
    totals: {
      weights: total(({ weights }) => weights),
      tiles: total(({ tiles }) => tiles),
      macs: reads && total(({ macs }) => macs ?? 0),
    },
  };
}
