import { checkInteger, checkNumber, InputError } from '../../base/errors.js';
import { type Integration, integrate } from './integrate.js';

/**
 * A memristor as its papers print it: a current that depends on a state, and how fast a voltage
 * moves that state.
 */
export interface OdeEquations {
  readonly name: string;
  /** The paper, with DOI where it has one. */
  readonly source: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Hard stops of the state, xMin < xMax, in the unit that the model states. */
  readonly xMin: number;
  readonly xMax: number;
  /** Default initial state of a simulation. */
  readonly xStart: number;
  /** Current through the device. */
  readonly currentA: (voltageV: number, x: number) => number;
  /** dx/dt inside the hard stops, in units of x per second. */
  readonly rate: (voltageV: number, x: number) => number;
}

export interface OdeDevice extends OdeEquations {
  /**
   * Drives the device by a voltage from time 0. Throws InputError; numerical trouble is the trace's
   * status.
   */
  readonly simulate: (options: SimulateOptions) => OdeTrace;
}

export interface SimulateOptions {
  readonly voltageV: (timeSec: number) => number;
  readonly durationSec: number;
  /**
   * Largest estimated error of one step as a share of xMax - xMin, 1e-8 by default, in [1e-14,
   * 0.1].
   */
  readonly tolerance?: number;
  /**
   * Intervals of the trace, 1000 by default. No step is longer: a shorter feature of the drive may
   * be missed.
   */
  readonly intervals?: number;
  readonly xStart?: number;
}

/**
 * `intervals` + 1 values each, equally spaced in time; fewer where the status is not `completed`.
 */
export interface OdeTrace {
  readonly status: Integration['status'];
  readonly timeSec: Float64Array;
  readonly voltageV: Float64Array;
  readonly currentA: Float64Array;
  readonly x: Float64Array;
  /** Integration steps tried. */
  readonly steps: number;
}

/**
 * A device from its equations, frozen. Throws InputError where xMin, xStart, xMax are not in order.
 */
export function createOdeDevice(equations: OdeEquations): OdeDevice {
  const { name, xMin, xMax, xStart } = equations;
  checkNumber(`${name}: xMin`, xMin);
  checkNumber(`${name}: xMax`, xMax);
  if (!(xMin < xMax)) throw new InputError(`${name}: xMin must be below xMax (got ${xMin}, ${xMax})`);
  checkNumber(`${name}: xStart`, xStart, { min: xMin, max: xMax });
  const parameters = Object.freeze({ ...equations.parameters });
  return Object.freeze<OdeDevice>({
    ...equations,
    parameters,
    simulate: (options) => simulate(equations, options),
  });
}

function simulate(equations: OdeEquations, options: SimulateOptions): OdeTrace {
  const { voltageV, durationSec, tolerance = 1e-8, intervals = 1000 } = options;
  const { name, xMin, xMax, xStart } = equations;
  checkNumber(`${name}: durationSec`, durationSec, { min: Number.MIN_VALUE });
  checkNumber(`${name}: tolerance`, tolerance, { min: 1e-14, max: 0.1 });
  checkInteger(`${name}: intervals`, intervals, { min: 1, max: 1e7 });
  const rate = (t: number, x: number) => equations.rate(voltageV(t), x);
  const timeSec = Float64Array.from({ length: intervals + 1 }, (_, i) => (i / intervals) * durationSec);
  const trace = { voltageV: timeSec.map(voltageV), x: new Float64Array(intervals + 1) };
  trace.x[0] = checkNumber(`${name}: xStart`, options.xStart ?? xStart, { min: xMin, max: xMax });
  let status: Integration['status'] = 'completed';
  let steps = 0;
  let made = 1;
  let next: { firstStepSec?: number } = {};
  for (; made <= intervals && status === 'completed'; made++) {
    const [fromSec, toSec] = [timeSec[made - 1], timeSec[made]];
    const run = integrate({ rate, xMin, xMax }, trace.x[made - 1], { fromSec, toSec, tolerance, ...next });
    next = { firstStepSec: run.nextStepSec };
    status = run.status;
    steps += run.steps;
    trace.x[made] = run.x;
  }
  const length = status === 'completed' ? made : made - 1;
  const currentA = trace.voltageV.map((v, i) => equations.currentA(v, trace.x[i])).subarray(0, length);
  return {
    status,
    timeSec: timeSec.subarray(0, length),
    voltageV: trace.voltageV.subarray(0, length),
    currentA,
    x: trace.x.subarray(0, length),
    steps,
  };
}
