import type { Command } from 'commander';
import type { Cli } from './cli-io.js';
import { registerCompare } from './compare.js';
import { registerCompletion } from './completion.js';
import { registerCrossbar } from './crossbar.js';
import { registerData } from './data.js';
import { registerDevices } from './devices.js';
import { registerEstimate } from './estimate.js';
import { registerExport } from './export.js';
import { registerInit } from './init.js';
import { registerMerge } from './merge.js';
import { registerNetwork } from './network.js';
import { registerReport } from './report.js';
import { registerReproduce } from './reproduce.js';
import { registerServe } from './serve.js';
import { registerSweep } from './sweep.js';
import { registerTrain } from './train.js';
import { registerWeights } from './weights.js';
import { registerWorker } from './worker.js';

/** All commands, in the order in which the help names them. */
const commands: readonly ((program: Command, cli: Cli) => unknown)[] = [
  registerInit,
  registerCompare,
  registerTrain,
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
