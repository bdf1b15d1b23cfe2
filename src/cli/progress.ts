import cliProgress from 'cli-progress';
import type { ExperimentEvent } from '../experiments/context.js';
import { type CliIo, type Output, printLine } from './cli-io.js';
import { createPace, type Pace, type ProgressEvent, paceText } from './pace.js';

/** Shows a run on stderr. */
export interface Progress {
  readonly observe: (event: ExperimentEvent) => void;
  /** Ends what is still being drawn. */
  readonly stop: () => void;
}

/** A bar on a terminal, else a line every 10 % of a stage. */
export function createProgress({ stderr, nowSec }: CliIo): Progress {
  const paceOf = createPace(nowSec);
  const display = stderr.isTTY ? createBar(stderr) : createLines(stderr);
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

function createLines(stderr: Output): Display {
  let last = { key: '', tenths: 0 };
  const show = ({ id, stage }: ProgressEvent, pace: Pace) => {
    const key = `${id} ${stage}`;
    const tenths = Math.floor((10 * pace.done) / pace.total);
    if (tenths <= (key === last.key ? last.tenths : 0)) return;
    last = { key, tenths };
    printLine(stderr, `${key} ${10 * tenths} %, ${paceText(pace)}`);
  };
  return { show, stop: () => undefined };
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
