export {
  type NetworkCase,
  type NetworkCaseOptions,
  networkCase,
  networkOf,
  voltagesOf,
} from './arbitraries.js';
export { brokenCrossbarMakers, brokenQuantisers, brokenWireSolvers } from './broken.js';
export { idealWiresMultiply, mapIsTheNetwork, readsTheTranspose, reciprocityLaw } from './map-laws.js';
export {
  adcQuantiser,
  dacQuantiser,
  type Quantiser,
  quantiserLaws,
  quantisesIdempotently,
  quantisesMonotonically,
} from './quantiser-laws.js';
export { type CrossbarMaker, tilesAddUp } from './tiling-law.js';
export {
  balancesPower,
  conservesCurrent,
  wireLaws,
  wiresTakePower,
} from './wire-laws.js';
export { type WireSolver, wireSolver } from './wire-solver.js';
