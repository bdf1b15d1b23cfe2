import { type CliIo, printLine } from './cli-io.js';
import { clockText } from './pace.js';

/** Seconds of silence before the elapsed time is shown: the first time, and from then on. */
const tellSec = { first: 2, later: 30 };

/** How long a thread has computed without a turn of its event loop. */
export interface Silence {
  /** Call now and then. `told` = what to show when it is time. */
  readonly look: (nowSec: number) => { readonly sec: number; readonly told: string | null };
}

/** `beats` rises for as long as the event loop turns. A thread that only waits is not silent. */
export function createSilence(beats: () => number, beganSec: number): Silence {
  let last = beats();
  let heardSec = beganSec;
  let dueSec = tellSec.first;
  return Object.freeze<Silence>({
    look(nowSec) {
      const current = beats();
      if (current !== last) {
        last = current;
        heardSec = nowSec;
        dueSec = tellSec.first;
      }
      const sec = nowSec - heardSec;
      if (sec < dueSec) return { sec, told: null };
      dueSec = sec + tellSec.later;
      return { sec, told: computing(nowSec - beganSec) };
    },
  });
}

/** Waits for work of another thread, and says on stderr that it computes, as `Silence` would. */
export async function toldWhile<T>(work: Promise<T>, { nowSec, stderr }: Told): Promise<T> {
  const beganSec = nowSec();
  const tell = () => {
    printLine(stderr, `crossprop: ${computing(nowSec() - beganSec)}`);
    timer = setTimeout(tell, 1000 * tellSec.later);
  };
  let timer = setTimeout(tell, 1000 * tellSec.first);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

export type Told = Pick<CliIo, 'nowSec' | 'stderr'>;

const computing = (sec: number) => `computing, ${clockText(sec)} since the start`;
