import type { DataInspection } from '../../data/own/inspect-data.js';
import { inspectData } from '../../data/own/inspect-data.js';
import { dataHtml, shapeText } from '../../report/pages/data-html.js';
import { type CliIo, printJson, printLine } from '../shared/cli-io.js';
import { writeForUser } from '../shared/write-for-user.js';

export interface DataInspectOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly images?: string;
  readonly labels?: string;
  readonly axes?: 'NHWC' | 'NCHW';
  readonly resize?: number;
}

/** Says what a file or folder holds. Throws InputError. */
export function inspect(path: string, { json, out, ...options }: DataInspectOptions, io: CliIo): void {
  const inspected = inspectData({ path, ...options });
  if (out !== undefined) writeForUser(out, dataHtml(inspected), '--out');
  if (json) printJson(io.stdout, inspected.inspection);
  else printLine(io.stdout, textOf(inspected.inspection));
  if (out !== undefined) printLine(json ? io.stderr : io.stdout, out);
}

const MOST_CLASSES = 20;
const MOST_NUMBERS = 8;

function textOf(inspection: DataInspection): string {
  const { format, images, classes, stored, mean, deviation, inputs, sha256, suggested } = inspection;
  const counts = Object.entries(images).map(
    ([part, count]) => `${count} ${part === 'all' ? 'in all' : part}`,
  );
  const shown = classes
    .slice(0, MOST_CLASSES)
    .map(({ name, images: own }) => `${name} ${Object.values(own).join(' + ')}`);
  const more = classes.length > MOST_CLASSES ? `, ${classes.length - MOST_CLASSES} more` : '';
  const numbers = (values: readonly number[]) =>
    `${values
      .slice(0, MOST_NUMBERS)
      .map((x) => Number(x.toPrecision(4)))
      .join(', ')}${values.length > MOST_NUMBERS ? ', ...' : ''}`;
  return [
    `format     ${format}`,
    `count      ${counts.join(', ')}`,
    `shape      ${shapeText(inspection)}; ${inputs} inputs`,
    `classes    ${classes.length}: ${shown.join(', ')}${more}`,
    `stored     ${numbers([stored.least, stored.most]).replace(', ', ' to ')}`,
    `mean       ${numbers(mean)}`,
    `deviation  ${numbers(deviation)}`,
    `SHA-256    ${sha256}`,
    '',
    suggested,
  ].join('\n');
}
