import { createHash } from 'node:crypto';
import { escapeHtml } from '../escape.js';
import { pageBehaviour } from './page-behaviour.js';
import { PAGE_STYLE } from './page-style.js';

export interface PageOptions {
  readonly title: string;
  /** Sentences, the most important first. */
  readonly summary: readonly string[];
  /** What `section` makes; empty ones are left out. */
  readonly sections: readonly string[];
}

const SCRIPT = `(${pageBehaviour.toString()})();`;
const DIGEST = createHash('sha256').update(SCRIPT).digest('base64');

/** The page may show what it carries, run its one script, and load nothing. */
const POLICY = `default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'sha256-${DIGEST}'`;

/** Pixels. A chart is drawn in both widths and the page shows the one that fits. */
const WIDE = 680;
const NARROW = 360;

/**
 * A whole HTML page that needs nothing but itself, light or dark as the reader prefers, and reads
 * as well without its script.
 */
export function page({ title, summary, sections }: PageOptions): string {
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,">
<title>${name}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${name}</h1>
<div class="summary">${summary.map(paragraph).join('\n')}</div>
</header>
${sections.filter((text) => text !== '').join('\n')}
</main>
<p id="said" role="status" aria-live="polite"></p>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** A section with a heading; nothing at all when it has no content. */
export function section(heading: string, content: string): string {
  return content && `<section>\n<h2>${escapeHtml(heading)}</h2>\n${content}\n</section>`;
}

/** A picture with its caption; `name` is that of the files it may be saved as. */
export function chart(draw: (width: number) => string, { name, caption }: { name: string; caption: string }) {
  return `<figure data-name="${escapeHtml(name)}">
<div class="wide">${draw(WIDE)}</div>
<div class="narrow">${draw(NARROW)}</div>
<figcaption>${escapeHtml(caption)}</figcaption>
</figure>`;
}

export const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;
