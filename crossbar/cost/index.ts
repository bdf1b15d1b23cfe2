export * from './bill.js';
export { type ChipCost, type ChipWork, type CouplingWork, chipCost } from './chip.js';
export { type CostConstant, type CostUnit, costConstants } from './constants.js';
export { adcConversionJ, dacConversionJ, type InputEncoding } from './converters.js';
export {
  type CostField,
  type CostOverrides,
  type CostParameters,
  costFields,
  costParameters,
  defaultCost,
} from './parameters.js';
export { cellsPowerW, type ReadWork, readBill } from './read.js';
export { type ArraySettlingOptions, settlingSec, slowestTimeConstantSec } from './settling.js';
export { type AreaOptions, type CostTile, type ReadDirection, tileAreas } from './tile.js';
export {
  type AdviceOptions,
  type CurrentLoss,
  currentLoss,
  type TileAdvice,
  tileAdvice,
  type WiredTile,
} from './tile-advice.js';
export { backpropReads, eqpropReads, type TrainingReads } from './training-reads.js';
export { type WriteWork, writeBill, writeExpense } from './write.js';
