import { stringify } from 'yaml';
import type { ExperimentResult } from '../../experiments/results/result.js';
import { escapeHtml } from '../escape.js';
import { duration, quantity } from '../format.js';

/**
 * What it takes to make the result again, as HTML: data, seed, version, time, and the configuration
 * as YAML.
 */
export function provenance(result: ExperimentResult): string {
  const { dataset, inputs = {}, seed, runs, timing, config } = result;
  const engines = [...new Set(runs.flatMap((run) => run.engine ?? []))];
  const acceptedVersions = [...new Set(runs.flatMap((run) => run.acceptedVersions ?? []))];
  return madeBy(
    [
      [
        'data',
        `${dataset.name}: ${quantity(dataset.train)} training and ${quantity(dataset.test)} test images`,
      ],
      ['sha256', dataset.sha256],
      ...Object.entries(inputs).map(([field, sha256]) => [`sha256 of ${field}`, sha256] as const),
      ['seed', String(seed)],
      ['crossprop', versionText({ ...result, acceptedVersions })],
      ['kernels', engines.join(', ')],
      ['time', timeText(timing)],
    ],
    config,
  );
}

/** The version that made a result, and those that made parts of it. */
export function versionText(result: { version: string; acceptedVersions?: readonly string[] }): string {
  const { version, acceptedVersions = [] } = result;
  return acceptedVersions.length > 0 ? `${version}, parts by ${acceptedVersions.join(', ')}` : version;
}

export function timeText(timing: Readonly<Record<string, number>>): string {
  return Object.entries(timing)
    .map(([stage, seconds]) => `${stage} ${duration(seconds)}`)
    .join(', ');
}

/** Facts that say something, and the configuration as YAML behind them. */
export function madeBy(facts: readonly (readonly [term: string, text: string])[], config: unknown): string {
  const list = facts
    .filter(([, text]) => text !== '')
    .map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`);
  return `<dl>
${list.join('\n')}
</dl>
${configurationBlock(config)}`;
}

/** A configuration as YAML, ready to run, to be opened. */
export function configurationBlock(config: unknown): string {
  return `<details>
<summary>Configuration</summary>
<pre tabindex="0"><code>${escapeHtml(stringify(config))}</code></pre>
</details>`;
}
