import type { ExperimentEvent } from '../../experiments/run/context.js';

export type ProgressEvent = Extract<ExperimentEvent, { kind: 'progress' }>;

/** How a stage of a run gets on, over all its epochs. */
export interface Pace {
  /** Images done and in all. */
  readonly done: number;
  readonly total: number;
  /** Null until time has passed. */
  readonly imagesPerSec: number | null;
  readonly leftSec: number | null;
}

/**
 * A function that is shown every event, in turn, and tells the pace at a progress event, null at
 * another. The time from an event to the next is that of the later one's stage, so that stages may
 * take turns; where a run goes on, the first event counts from itself, since it began with images
 * done.
 */
export function createPace(nowSec: () => number): (event: ExperimentEvent) => Pace | null {
  const stages = new Map<string, { spentSec: number; readonly from: number; done: number }>();
  let lastSec = nowSec();
  let resuming = false;
  return (event) => {
    const sinceSec = lastSec;
    lastSec = nowSec();
    if (event.kind === 'run-started') resuming = event.finished !== undefined;
    if (event.kind !== 'progress') return null;
    const { id, epoch, epochs, done, total } = event;
    const key = `${id} ${event.stage} ${epoch}`;
    const before = stages.get(key);
    // One that is behind where it was has begun anew.
    const stage = before && before.done <= done ? before : { spentSec: 0, from: resuming ? done : 0, done };
    stages.set(key, stage);
    stage.done = done;
    if (!resuming) stage.spentSec += lastSec - sinceSec;
    resuming = false;
    const { spentSec } = stage;
    const all = { done: (epoch - 1) * total + done, total: epochs * total };
    const since = done - stage.from;
    const imagesPerSec = spentSec > 0 && since > 0 ? since / spentSec : null;
    return { ...all, imagesPerSec, leftSec: imagesPerSec && (all.total - all.done) / imagesPerSec };
  };
}

/** `1234 images/s, 0:52 left of this stage`, dashes where not yet known. */
export function paceText({ imagesPerSec, leftSec }: Pace): string {
  return `${imagesPerSec === null ? '-' : Math.round(imagesPerSec)} images/s, ${clockText(leftSec)} left of this stage`;
}

/** `0:52`, `1:02:03`, a dash where not known. */
export function clockText(sec: number | null): string {
  if (sec === null) return '-';
  const whole = Math.ceil(sec);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = `${whole % 60}`.padStart(2, '0');
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}
