import { expect, test } from 'vitest';
import { createPace, type ProgressEvent, paceText } from '../../../src/cli/shared/pace.js';

const event = (done: number, more: Partial<ProgressEvent> = {}): ProgressEvent => ({
  kind: 'progress',
  id: 'eqprop-chip',
  stage: 'train',
  epoch: 1,
  epochs: 2,
  done,
  total: 1000,
  ...more,
});

test('is measured within a stage of an epoch and looks ahead over all epochs', () => {
  let sec = 100;
  const paceOf = createPace(() => sec);
  expect(paceOf({ kind: 'run-started', id: 'eqprop-chip', epochs: 2, images: 1000 })).toBeNull();
  expect(paceOf(event(0))).toEqual({ done: 0, total: 2000, imagesPerSec: null, leftSec: null });
  sec = 104;
  expect(paceOf(event(400))).toEqual({ done: 400, total: 2000, imagesPerSec: 100, leftSec: 16 });
  sec = 105;
  expect(paceOf(event(500, { epoch: 2 }))).toEqual({
    done: 1500,
    total: 2000,
    imagesPerSec: 500,
    leftSec: 1,
  });
});

test('of a run that goes on leaves out what was done before', () => {
  let sec = 100;
  const paceOf = createPace(() => sec);
  paceOf({ kind: 'run-started', id: 'eqprop-chip', epochs: 2, images: 1000, finished: [] });
  sec = 101;
  expect(paceOf(event(600))).toMatchObject({ imagesPerSec: null, leftSec: null });
  sec = 103;
  expect(paceOf(event(800))).toMatchObject({ imagesPerSec: 100, leftSec: 12 });
  sec = 104;
  expect(paceOf(event(500, { stage: 'test' }))).toMatchObject({ imagesPerSec: 500 });
});

test.each([
  [null, null, '- images/s, - left of this stage'],
  [1234.4, 0, '1234 images/s, 0:00 left of this stage'],
  [10, 59.2, '10 images/s, 1:00 left of this stage'],
  [10, 3725, '10 images/s, 1:02:05 left of this stage'],
])('%s images/s and %s s read %s', (imagesPerSec, leftSec, text) => {
  expect(paceText({ done: 0, total: 1, imagesPerSec, leftSec })).toBe(text);
});
