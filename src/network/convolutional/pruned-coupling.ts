import { InputError } from '../../../devices/index.js';
import type { Coupling, FloatWeights } from '../coupling.js';

/**
 * The coupling with the weights that are 0 now kept at 0. Throws InputError where its weights are
 * not floats.
 */
export function withPruning(coupling: Coupling): Coupling {
  const { floats } = coupling;
  if (!floats) throw new InputError('network.layers: pruned needs hardware: ideal (got a chip)');
  const { values } = floats;
  const isPruned = Uint8Array.from(values, (value) => Number(value === 0));
  return Object.freeze<Coupling>({
    ...coupling,
    update(product) {
      coupling.update(product);
      for (let i = 0; i < values.length; i++) if (isPruned[i]) values[i] = 0;
      floats.changed();
    },
    floats: Object.freeze<FloatWeights>({
      ...floats,
      summed(product, use) {
        floats.summed(product, (sum, from) => {
          for (let i = 0; i < sum.length; i++) if (isPruned[from + i]) sum[i] = 0;
          use(sum, from);
        });
      },
    }),
  });
}
