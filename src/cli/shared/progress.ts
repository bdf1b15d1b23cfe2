import cliProgress from 'cli-progress';
import type { ExperimentEvent } from '../../experiments/run/context.js';
import { type CliIo, type Output, printLine } from './cli-io.js';
import { createPace, type Pace, type ProgressEvent, paceText } from './pace.js';

/** Shows a run on stderr. */
export interface Progress {
  readonly observe: (event: ExperimentEvent) => void;
  /** Ends what is still being drawn. */
  readonly stop: () => void;
}

/**
 * A bar on a terminal, else a line every 10 % of a stage, and for stages that are slow one after 2
 * s and then every 30 s.
 */
export function createProgress({ stderr, nowSec }: CliIo): Progress {
  const paceOf = createPace(nowSec);
  const display = stderr.isTTY ? createBar(stderr) : createLines(stderr, nowSec);
  const observe = (event: ExperimentEvent) => {
    const pace = paceOf(event);
    if (event.kind === 'progress' && pace) display.show(event, pace);
    if (event.kind !== 'run-ended') return;
    display.stop();
    printLine(stderr, `${event.id} ${event.status}`);
  };
  return Object.freeze({ observe, stop: display.stop });
}

interface Display {
  readonly show: (event: ProgressEvent, pace: Pace) => void;
  readonly stop: () => void;
}

/**
 * Seconds without a line after which a stage says where it is: its first time, and from then on.
 */
const silentSec = { first: 2, later: 30 };

function createLines(stderr: Output, nowSec: () => number): Display {
  const stages = new Map<string, { tenths: number; sec: number; silentSec: number }>();
  const show = ({ id, stage }: ProgressEvent, pace: Pace) => {
    const key = `${id} ${stage}`;
    const share = pace.done / pace.total;
    const sec = nowSec();
    const last = stages.get(key) ?? { tenths: 0, sec, silentSec: silentSec.first };
    stages.set(key, last);
    const tenths = Math.floor(10 * share);
    if (tenths <= last.tenths && sec - last.sec < last.silentSec) return;
    Object.assign(last, { tenths: Math.max(tenths, last.tenths), sec, silentSec: silentSec.later });
    printLine(stderr, `${key} ${Math.floor(100 * share)} %, ${paceText(pace)}`);
  };
  return { show, stop: () => stages.clear() };
}

/** One bar a run, on one line: its stages follow one another on it. */
function createBar(stderr: Output): Display {
  let bar: cliProgress.SingleBar | undefined;
  const show = ({ id, stage }: ProgressEvent, pace: Pace) => {
    const payload = { id, stage, pace: paceText(pace) };
    if (!bar) {
      bar = newBar(stderr);
      bar.start(pace.total, pace.done, payload);
    }
    bar.setTotal(pace.total);
    bar.update(pace.done, payload);
  };
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return { show, stop };
}

function newBar(stream: Output): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    stream,
    format: '{id} {stage} {bar} {percentage} %, {pace}',
    barCompleteChar: '\u2588',
    barIncompleteChar: '\u2591',
    barsize: 24,
    fps: 10,
    hideCursor: true,
    gracefulExit: false,
  });
}
