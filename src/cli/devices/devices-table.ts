import type { DeviceTrace } from '../../../devices/index.js';
import { aligned } from '../shared/aligned.js';

/** Response by pulse number, up beside down. */
export function traceTable({ up, down, unit }: DeviceTrace): string {
  const length = Math.max(up.length, down?.length ?? 0);
  const cell = (curve: readonly number[] | null, n: number) => {
    const value = curve?.[n];
    return value === undefined ? '' : Number(value.toPrecision(6)).toString();
  };
  const rows = Array.from({ length }, (_, n) => [`${n}`, cell(up, n), cell(down, n)]);
  return aligned([['pulses', `up, ${unit}`, down ? `down, ${unit}` : ''], ...rows]);
}
