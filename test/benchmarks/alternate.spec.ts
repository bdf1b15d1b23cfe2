import { describe, expect, test } from 'vitest';
import { alternate, median } from '../../benchmarks/shared/alternate.js';

describe('alternate', () => {
  test('lets contestants take turns, every other round in reverse, the warm-up not counted', async () => {
    const calls: string[] = [];
    const turn = (name: string) => (round: number) => {
      calls.push(`${name}${round}`);
      return round === 1 ? 5 : 1 + round;
    };
    const { a, b } = await alternate(
      { a: turn('a'), b: turn('b') },
      { repetitions: 3, warmUpSec: 0, pauseSec: 0 },
    );
    expect(calls).toEqual(['b-1', 'a-1', 'a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
    expect(a).toEqual({ seconds: [1, 5, 3], medianSec: 3, bestSec: 1 });
    expect(b).toEqual(a);
  });

  test('warms up for as long as it is told', async () => {
    let warm = 0;
    let count = 0;
    const turn = (round: number) => {
      if (round < 0) {
        warm += 0.02;
        const until = performance.now() + 20;
        while (performance.now() < until);
      } else count++;
      return 1;
    };
    await alternate({ turn }, { repetitions: 1, warmUpSec: 0.1, pauseSec: 0 });
    expect(warm).toBeGreaterThan(0.03);
    expect(count).toBe(1);
  });

  test('begins with a counted round where a turn cannot be repeated', async () => {
    const rounds: number[] = [];
    const turn = (round: number) => rounds.push(round);
    await alternate({ turn }, { repetitions: 2, warmUp: false, pauseSec: 0 });
    expect(rounds).toEqual([0, 1]);
  });
});

test.each([
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 2], 2],
  [[1, 8, 2, 4], 3],
  [[], Number.NaN],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
