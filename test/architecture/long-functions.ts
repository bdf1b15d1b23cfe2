/** Functions above 60 lines, and why each stays whole. */
export const longFunctions: Readonly<Record<string, string>> = {
  'crossbar/array/array.ts: createArray': 'an array part: its methods work on the same buffers',
  'crossbar/array/bit-slices.ts: createBitSlices': 'an array part: its methods work on the same buffers',
  'crossbar/array/cells.ts: createCells': 'an array part: its methods work on the same buffers',
  'crossbar/converters/dac.ts: createDac': 'an array part: its methods work on the same buffers',
  'crossbar/kernels/simd/shared-calls.ts: createSharedCalls':
    'one kernel a method, with the buffers that all of them share',
  'crossbar/kernels/simd/simd-kernels.ts: createSimdKernels':
    'one kernel a method, with the buffers that all of them share',
  'crossbar/kernels/simd/simd-write-kernels.ts: createSimdWriteKernels':
    'one kernel a method, with the buffers that all of them share',
  'crossbar/kernels/simd/threads.ts: createThreads':
    'one kernel a method, with the buffers that all of them share',
  'crossbar/kernels/typescript/typescript-kernels.ts: createTypescriptKernels':
    'one kernel a method, with the buffers that all of them share',
  'crossbar/read/array-reads.ts: createArrayReads': 'an array part: its methods work on the same buffers',
  'crossbar/read/exact-reading.ts: createExactReader': 'an array part: its methods work on the same buffers',
  'crossbar/read/reading.ts: createArrayReader': 'an array part: its methods work on the same buffers',
  'crossbar/read/wired-cells.ts: createWiredCells': 'an array part: its methods work on the same buffers',
  'crossbar/steering.ts: createSteering': 'an array part: its methods work on the same buffers',
  'crossbar/write/half-select.ts: createHalfSelect': 'an array part: its methods work on the same buffers',
  'crossbar/write/programming.ts: createProgrammer': 'an array part: its methods work on the same buffers',
  'crossbar/write/write-account.ts: createWriteAccount':
    'an array part: its methods work on the same buffers',
  'crossbar/write/writing.ts: createArrayWriter': 'an array part: its methods work on the same buffers',
  'devices/fit/noise/noise-estimate.ts: likelihoodOf': 'one likelihood, term after term',
  'devices/models/ode/ode-pulses.ts: odePulses': 'a device: its methods work on the same arrays',
  'devices/models/pulse/one-sided-pair.ts: oneSidedPair': 'a device: its methods work on the same arrays',
  'src/cli/crossbar/crossbar.ts: registerCrossbar': 'one command after another, each a few lines',
  'src/cli/devices/devices.ts: registerDevices': 'one command after another, each a few lines',
  'src/cli/experiments/estimate-text.ts: estimateText': 'one line of the text after another',
  'src/cli/network/network.ts: registerNetwork': 'one command after another, each a few lines',
  'src/experiments/chip-report/chip-summary.ts: chipSummary': 'one figure of the result after another',
  'src/experiments/levels/compare-levels.ts: compareLevels': 'the steps of a comparison in their order',
  'src/experiments/run/tester.ts: createTester': 'its methods work on the same data',
  'src/experiments/run/training.ts: trainAndTest': 'the steps of training in their order',
  'src/learning/backprop.ts: createBackprop': 'its methods work on the same buffers',
  'src/network/couplings/ideal-coupling.ts: createIdealCoupling': 'its methods work on the same buffers',
  'src/relax/kirchhoff.ts: createKirchhoff': 'its methods work on the same buffers',
  'src/report/charts/budget-chart.ts: budgetChart': 'one mark of the chart after another',
  'src/report/charts/device-curves.ts: deviceCurves': 'one mark of the chart after another',
  'src/report/pages/page-behaviour.ts: pageBehaviour':
    'runs in the page: it is written into the HTML as one function',
  'src/report/pages/studies-behaviour.ts: studiesBehaviour':
    'runs in the page: it is written into the HTML as one function',
};
