import type { RandomStream } from '../../../devices/index.js';
import type { Mapping } from '../../configuration/plain-data.js';
import type { SweepBlock } from './sweep-block.js';

/**
 * The values of every point by field, each point of the list at each of the grid, the last field of
 * the grid fastest, with each of the draws. A draw depends on the stream, its field and its number
 * alone: more draws, or another drawn field, leave it as it was.
 */
export function pointsOf({ list, grid, draws }: SweepBlock, random: RandomStream): readonly Mapping[] {
  const listed: readonly Mapping[] = list.length > 0 ? list : [{}];
  const combined = Object.entries(grid).reduce<readonly Mapping[]>(
    (points, [field, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [field]: value }))),
    listed,
  );
  if (draws.n === 0) return combined;
  const streams = Object.entries(draws.fields).map(([field, draw]) => ({
    field,
    draw,
    random: random.stream(field),
  }));
  const drawn = Array.from({ length: draws.n }, (_, step) =>
    Object.fromEntries(streams.map((stream) => [stream.field, stream.draw(stream.random, step)])),
  );
  return combined.flatMap((point) => drawn.map((values) => ({ ...point, ...values })));
}
