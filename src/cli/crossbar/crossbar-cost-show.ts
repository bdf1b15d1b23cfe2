import { currentLoss, tileAdvice, type WiredTile, wireSolveBytes } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import { resolveLearning } from '../../configuration/configuration.js';
import { configuredCost } from '../../experiments/chip-report/chip-cost.js';
import { checkMemory } from '../../experiments/memory/check-memory.js';
import { currentLossChart } from '../../report/charts/current-loss.js';
import { si } from '../../report/format.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { readConfiguration } from '../shared/read-configuration.js';
import { writeForUser } from '../shared/write-for-user.js';
import { adviceText, assumptionsTable, costJson, costTable } from './crossbar-cost-table.js';

export interface CostOptions {
  readonly json?: boolean;
  readonly out?: string;
}

/** Tiles that the picture compares. */
const SIZES = [64, 128, 256];

/**
 * Prints what the chip of a configuration costs, and draws its current loss where asked to. Throws
 * InputError.
 */
export async function showCost(config: string, { json, out }: CostOptions, io: CliIo): Promise<void> {
  const { stdout, stderr } = io;
  const { configuration, source } = await readConfiguration({ config, set: [] }, io);
  if (configuration.hardware === 'ideal') {
    throw new InputError(`${source}: hardware: "ideal", expected a chip: ideal hardware has no cost`);
  }
  const { cost, assumptions, tile, idealWires } = configuredCost(configuration, configuration.hardware);
  checkMemory(
    `${source}: hardware.array: a tile of ${tile.rows} x ${tile.cols}`,
    wireSolveBytes(tile.rows, tile.cols),
  );
  const advice = tileAdvice(tile);
  if (out !== undefined) drawLoss(tile, { limit: advice.limit, out });
  if (json) {
    const named = assumptions.map(({ source: from, ...field }) => ({
      ...field,
      ...('assumption' in from ? { assumption: true, reason: from.assumption } : { source: from }),
    }));
    printJson(stdout, { ...costJson(cost), assumptions: named, advice: { ...advice, ...tile, idealWires } });
    if (out !== undefined) printLine(stderr, out);
    return;
  }
  const { rule, batchSize } = resolveLearning(configuration, configuration.learning.rule);
  printLine(stdout, `${configuration.name}: one image of ${rule} training, batches of ${batchSize}\n`);
  printLine(stdout, costTable(cost));
  printLine(stdout, `\nNot counted: buffers, buses between tiles, control, clock, leakage.`);
  printLine(stdout, `\n${adviceText(advice, { tile, idealWires })}\n`);
  printLine(stdout, `What it rests on:\n${assumptionsTable(assumptions)}`);
  if (out !== undefined) printLine(stdout, `\n${out}`);
}

function drawLoss(tile: WiredTile, { limit, out }: { limit: number; out: string }): void {
  const curves = SIZES.map((size) => {
    const { byColumn } = currentLoss({ ...tile, rows: size, cols: size });
    return { size, byColumn };
  });
  const { conductanceS, wordLineOhm, bitLineOhm } = tile;
  const wires = `${wordLineOhm} ohm a word-line and ${bitLineOhm} ohm a bit-line segment`;
  const conditions = `${wires}, all cells at ${si(conductanceS, 'S')}, all inputs alike`;
  writeForUser(out, currentLossChart(curves, { conditions, limit }), '--out');
}
