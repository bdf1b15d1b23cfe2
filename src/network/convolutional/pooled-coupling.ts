import type { Kernels, OuterProduct } from '../../../crossbar/index.js';
import type { Coupling, FloatWeights } from '../coupling.js';
import type { Pool } from './pool.js';

/**
 * A coupling with a pool P behind it, as convolutional networks with an energy have it (Ernoult et
 * al. 2019, arXiv:1905.13633; Laborieux et al. 2021, doi:10.3389/fnins.2021.633674): the energy's
 * term is -post . P(W pre), so that post is driven by P(W pre), pre by W^T P^T(post), and W learns
 * post unpooled times pre. A max pool chooses by W pre: in `backwardInto` at the last
 * `forwardInto`, in products at their own pre.
 */
export function withPool(
  coupling: Coupling,
  { pool, kernels, maxRows }: { pool: Pool; kernels: Kernels; maxRows: number },
): Coupling {
  // A pooled read is no product with W.
  const { exact: _, ...unpooledCoupling } = coupling;
  const { pre, post: units, floats } = coupling;
  const { post } = pool;
  const wide = kernels.float32(maxRows * units);
  const pooled = kernels.float32(maxRows * post);
  const unpooled = (product: OuterProduct): OuterProduct => {
    coupling.forwardInto(wide, product.pre, product.rows);
    pool.forwardInto(pooled, wide, product.rows);
    pool.backwardInto(wide, product.post, product.rows);
    return { ...product, post: wide };
  };
  return Object.freeze<Coupling>({
    ...unpooledCoupling,
    pre,
    post,
    forwardInto(out, values, batch) {
      coupling.forwardInto(wide, values, batch);
      pool.forwardInto(out, wide, batch);
    },
    backwardInto(out, values, batch) {
      pool.backwardInto(wide, values, batch);
      coupling.backwardInto(out, wide, batch);
    },
    update: (product) => coupling.update(unpooled(product)),
    ...(floats && {
      floats: Object.freeze<FloatWeights>({
        ...floats,
        summed: (product, use) => floats.summed(unpooled(product), use),
      }),
    }),
  });
}
