import { rmSync } from 'node:fs';
import type { ExperimentEvent } from '../../experiments/run/context.js';
import type { RunFolder } from './run-folder.js';

/**
 * Seconds between two writings: often enough for someone who watches, too seldom to cost anything.
 */
const everySec = 2;

/**
 * Keeps `progress.json`, where a run is in its work, for those who look at its folder. It goes when
 * the run ends.
 */
export interface ProgressFile {
  readonly observe: (event: ExperimentEvent) => void;
  readonly remove: () => void;
}

export function createProgressFile(folder: RunFolder, nowSec: () => number): ProgressFile {
  let lastSec = Number.NEGATIVE_INFINITY;
  return Object.freeze<ProgressFile>({
    observe(event) {
      if (event.kind !== 'progress') return;
      const sec = nowSec();
      if (sec - lastSec < everySec) return;
      lastSec = sec;
      const { kind: _, ...progress } = event;
      try {
        folder.write('progress.json', `${JSON.stringify(progress)}\n`);
      } catch {
        // A result does not depend on whether its progress can be shown.
      }
    },
    remove: () => rmSync(folder.fileOf('progress.json'), { force: true }),
  });
}
