import type { EstimateResult } from '../estimate/estimate-result.js';
import type { NetworkEstimateResult } from '../inference/network-result.js';
import type { LevelsResult } from '../levels/levels-result.js';
import type { SweepResult } from '../sweep/sweep-result.js';
import type { ExperimentResult } from './result.js';

/** What a result.json may hold. All but that of single runs say of what kind they are. */
export type AnyResult =
  | ExperimentResult
  | SweepResult
  | EstimateResult
  | LevelsResult
  | NetworkEstimateResult;
