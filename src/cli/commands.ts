import type { Command } from 'commander';
import { registerCompletion } from './commands/completion.js';
import { registerData } from './commands/data.js';
import { registerExplain } from './commands/explain.js';
import { registerExport } from './commands/export.js';
import { registerInit } from './commands/init.js';
import { registerReport } from './commands/report.js';
import { registerServe } from './commands/serve.js';
import { registerWeights } from './commands/weights.js';
import { registerCrossbar } from './crossbar/crossbar.js';
import { registerDevices } from './devices/devices.js';
import { registerCompare } from './experiments/compare.js';
import { registerEstimate } from './experiments/estimate.js';
import { registerReproduce } from './experiments/reproduce.js';
import { registerTrain } from './experiments/train.js';
import { registerInspect } from './inference/inspect.js';
import { registerNetwork } from './network/network.js';
import type { Cli } from './shared/cli-io.js';
import { registerMerge } from './sweep/merge.js';
import { registerSweep } from './sweep/sweep.js';
import { registerWorker } from './sweep/worker.js';

/** All commands, in the order in which the help names them. */
const commands: readonly ((program: Command, cli: Cli) => unknown)[] = [
  registerInit,
  registerExplain,
  registerCompare,
  registerTrain,
  registerInspect,
  registerEstimate,
  registerReproduce,
  registerSweep,
  registerMerge,
  registerWorker,
  registerReport,
  registerServe,
  registerExport,
  registerDevices,
  registerCrossbar,
  registerNetwork,
  registerWeights,
  registerData,
  registerCompletion,
];

export function registerCommands(program: Command, cli: Cli): void {
  for (const register of commands) register(program, cli);
}
