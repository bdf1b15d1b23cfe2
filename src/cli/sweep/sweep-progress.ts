import cliProgress from 'cli-progress';
import { type CliIo, printLine } from '../shared/cli-io.js';
import { clockText } from '../shared/pace.js';

/** Shows how a sweep gets on, on stderr. */
export interface SweepProgress {
  /** One more point has ended. */
  readonly advance: () => void;
  /** Ends what is still being drawn. */
  readonly stop: () => void;
}

/** Seconds without a line after which one says where it is: the first time, and from then on. */
const mostSilentSec = { first: 2, later: 30 };

/**
 * A bar on a terminal, else a line every 10 %, and for points that are slow one after 2 s and then
 * every 30 s; `done` points of `total` were there before. Of several stages, each has its own.
 */
export function createSweepProgress(
  { stderr, nowSec }: CliIo,
  { done: before, total }: { done: number; total: number },
  stage?: string,
  whole?: { readonly leftSec: () => number | null },
): SweepProgress {
  const name = stage ?? 'sweep';
  const of = stage === undefined || whole ? '' : ' of this stage';
  const beganSec = nowSec();
  let done = before;
  const left = () => {
    if (whole) return `at most ${clockText(whole.leftSec())}`;
    const elapsedSec = nowSec() - beganSec;
    return clockText(done > before ? (elapsedSec * (total - done)) / (done - before) : null);
  };
  if (stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      stream: stderr,
      format: '{name} {bar} {value} of {total} points, {left} left{of}',
      barCompleteChar: '\u2588',
      barIncompleteChar: '\u2591',
      barsize: 24,
      hideCursor: true,
      gracefulExit: false,
    });
    bar.start(total, done, { left: '-', name, of });
    return { advance: () => bar.update(++done, { left: left(), name, of }), stop: () => bar.stop() };
  }
  let tenths = Math.floor((10 * done) / total);
  let saidSec = beganSec;
  let silentSec = mostSilentSec.first;
  const say = () => {
    printLine(stderr, `${name} ${done} of ${total} points, ${left()} left${of}`);
    saidSec = nowSec();
    silentSec = mostSilentSec.later;
  };
  const watch = setInterval(() => {
    if (nowSec() - saidSec >= silentSec) say();
  }, 500).unref();
  const advance = () => {
    done++;
    const now = Math.floor((10 * done) / total);
    if (now === tenths) return;
    tenths = now;
    say();
  };
  return { advance, stop: () => clearInterval(watch) };
}
