import { describe, expect, it } from 'vitest';
import { withBatchNormsFolded } from '../../src/graph/onnx/fold-batch-norm.js';
import { withConstantsFolded } from '../../src/graph/onnx/fold-constants.js';
import { readOnnx } from '../../src/graph/onnx/read-onnx.js';
import { checkComplete, planNetwork } from '../../src/graph/plan/plan.js';
import { createExecution } from '../../src/graph/run/execution.js';
import { createFloatNetwork } from '../../src/graph/run/float-network.js';
import { createRuntime } from '../../src/graph/run/runtime.js';
import {
  answersOf,
  exactProducts,
  images,
  largestDifference,
  networkFile,
  networkNames,
} from './network-fixture.js';

const runtime = await createRuntime();

/** Single precision sums of up to some hundred products of numbers about 1. */
const rounding = 1e-5;

const foldedGraph = async (name: string) =>
  withBatchNormsFolded(await withConstantsFolded(readOnnx(networkFile(name)), async () => runtime));

describe.each(networkNames)('the network %s', (name) => {
  it('answers what PyTorch answers, as the runtime computes it, before and after folding', async () => {
    const graph = readOnnx(networkFile(name));
    for (const one of [graph, await foldedGraph(name)]) {
      const found = await (await createFloatNetwork(one, { runtime })).run(images);
      expect(largestDifference(found.get(one.output)!, answersOf(name))).toBeLessThan(rounding);
    }
  });

  it('answers the same cut into arrays and segments, with exact products', async () => {
    const plan = planNetwork(await foldedGraph(name));
    checkComplete(plan);
    const found = await createExecution(plan, runtime).run(images, { productOf: exactProducts(plan) });
    expect(found.dims).toEqual([8, 10]);
    expect(largestDifference(found, answersOf(name))).toBeLessThan(rounding);
  });

  it('answers the same cut anywhere: with each of its matrix operators left float in turn', async () => {
    const graph = await foldedGraph(name);
    for (const { node } of planNetwork(graph).matrixOperators) {
      const plan = planNetwork(graph, { digital: [node] });
      expect(plan.digital.filter(({ isChosen }) => isChosen).map((one) => one.node)).toEqual([node]);
      const found = await createExecution(plan, runtime).run(images, { productOf: exactProducts(plan) });
      expect(largestDifference(found, answersOf(name))).toBeLessThan(rounding);
    }
  });
});
